using Auditor.Core.Findings;

namespace Auditor.Core.Storage.Entities;

/// <summary>A finding that the last scored audit of the domain had, and since when it stands.</summary>
public sealed class DomainFinding
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>The rule's code; unique within the domain together with <see cref="Subject"/>.</summary>
    public required string Code { get; set; }

    /// <summary>What it is about (a selector, a host, an address); empty when the domain itself.</summary>
    public required string Subject { get; set; }

    public Severity Severity { get; set; }

    public required string Title { get; set; }

    /// <summary>The first of the unbroken row of audits that had it.</summary>
    public DateTimeOffset FirstSeenAt { get; set; }
}
