namespace Auditor.Core.Storage.Entities;

/// <summary>A list's filters, order and columns under a name.</summary>
public sealed class SavedView
{
    public int Id { get; set; }

    /// <summary>Who saved it.</summary>
    public required string Owner { get; set; }

    /// <summary>Unique with the owner.</summary>
    public required string Name { get; set; }

    /// <summary>What follows the question mark of the list's address.</summary>
    public required string Query { get; set; }

    /// <summary>True when everybody sees it.</summary>
    public bool IsShared { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}
