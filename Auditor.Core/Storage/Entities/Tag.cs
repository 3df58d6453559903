namespace Auditor.Core.Storage.Entities;

/// <summary>A word that marks domains across groups.</summary>
public sealed class Tag
{
    public int Id { get; set; }

    /// <summary>Unique, lower case.</summary>
    public required string Name { get; set; }

    public ICollection<MonitoredDomain> Domains { get; } = [];
}
