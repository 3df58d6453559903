namespace Auditor.Core.Storage.Entities;

/// <summary>A step of a domain's DMARC policy from one stage to another; the first one says where it stood when its monitoring began.</summary>
public sealed class PolicyMove
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>The audit that noticed it.</summary>
    public DateTimeOffset MovedAt { get; set; }

    /// <summary>The stage before; null for the first audit.</summary>
    public string? FromStage { get; set; }

    /// <summary>none, monitoring, quarantine-test, quarantine, reject-test or reject.</summary>
    public required string ToStage { get; set; }

    /// <summary>The record from then on; null without one.</summary>
    public string? Record { get; set; }
}
