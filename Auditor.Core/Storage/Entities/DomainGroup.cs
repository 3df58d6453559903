namespace Auditor.Core.Storage.Entities;

/// <summary>A client or department that domains belong to; a domain is in one group at most.</summary>
public sealed class DomainGroup
{
    public int Id { get; set; }

    /// <summary>Unique.</summary>
    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public ICollection<MonitoredDomain> Domains { get; } = [];
}
