namespace Auditor.Core.Storage.Entities;

/// <summary>A record set that differed between two audits.</summary>
public sealed class StoredChange
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>The later audit's time.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The name asked for.</summary>
    public required string Name { get; set; }

    /// <summary>The type, in capitals.</summary>
    public required string Type { get; set; }

    /// <summary>The records before, one a line; null when there were none.</summary>
    public string? Before { get; set; }

    /// <summary>The records after, one a line; null when there are none.</summary>
    public string? After { get; set; }
}
