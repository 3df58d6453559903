using Auditor.Core.Findings;

namespace Auditor.Core.Storage.Entities;

/// <summary>A finding that stood and that a later audit, which could tell, did not have any more.</summary>
public sealed class EndedFinding
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>The rule's code.</summary>
    public required string Code { get; set; }

    /// <summary>What it was about; empty when the domain itself.</summary>
    public required string Subject { get; set; }

    public Severity Severity { get; set; }

    public required string Title { get; set; }

    /// <summary>The first of the unbroken row of audits that had it.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }

    /// <summary>The audit that did not have it any more; unique within the domain together with code and subject.</summary>
    public DateTimeOffset EndedAt { get; set; }
}
