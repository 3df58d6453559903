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

    /// <summary>Through which day (UTC) somebody accepts the risk; null when nobody does. It goes with the finding: one that comes back is looked at again.</summary>
    public DateOnly? AcceptedUntil { get; set; }

    /// <summary>Who accepted it.</summary>
    public string? AcceptedBy { get; set; }

    /// <summary>Why.</summary>
    public string? AcceptedNote { get; set; }

    /// <summary>True while somebody accepts the risk.</summary>
    public bool IsAccepted(DateOnly today) => AcceptedUntil >= today;
}
