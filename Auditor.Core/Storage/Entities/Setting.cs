namespace Auditor.Core.Storage.Entities;

/// <summary>A setting that people change in the product; what the configuration gives wins over it.</summary>
public sealed class Setting
{
    /// <summary>The key.</summary>
    public required string Key { get; set; }

    public required string Value { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
