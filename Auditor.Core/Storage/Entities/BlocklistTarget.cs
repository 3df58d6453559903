namespace Auditor.Core.Storage.Entities;

/// <summary>An address or a name that lists are asked about for a domain, as its last audit found it.</summary>
public sealed class BlocklistTarget
{
    public int DomainId { get; set; }

    /// <summary>Canonical text of an address, or the A-label form of a domain.</summary>
    public required string Subject { get; set; }
}
