using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;

namespace Auditor.Core.Storage.Entities;

/// <summary>
/// A source of mail that claims a monitored domain: what lists show of it, made in the background from <see cref="DailyRollup"/> and from rows of recent reports.
/// The sums are those of the reports that count, over the last <c>SourceWriter.Window</c> days.
/// </summary>
public sealed class SourceSummary
{
    /// <summary>Of the key.</summary>
    public int DomainId { get; set; }

    /// <summary>Of the key.</summary>
    public required string SourceIp { get; set; }

    /// <summary>The From domain; empty when reports did not say. Of the key.</summary>
    public required string HeaderFrom { get; set; }

    public DateOnly FirstDay { get; set; }

    public DateOnly LastDay { get; set; }

    /// <summary>When it was first noticed.</summary>
    public DateTimeOffset NotedAt { get; set; }

    public SourceNovelty Novelty { get; set; }

    public long Messages { get; set; }

    /// <summary>Messages with DKIM or SPF aligned.</summary>
    public long Aligned { get; set; }

    public long DkimAligned { get; set; }

    public long SpfAligned { get; set; }

    public long Quarantined { get; set; }

    public long Rejected { get; set; }

    /// <summary>Messages of each day of the window, oldest first, separated by commas; the last is that of <see cref="DailyUntil"/>.</summary>
    public string Daily { get; set; } = "";

    /// <summary>The day of the last figure of <see cref="Daily"/>.</summary>
    public DateOnly DailyUntil { get; set; }

    public SourceClass Class { get; set; }

    public ClassConfidence Confidence { get; set; }

    /// <summary>Why it is of that class.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Why SPF or DKIM do not count; null when both do, or nothing tells.</summary>
    public string? Cause { get; set; }

    /// <summary>What mends it; null when nothing needs doing.</summary>
    public string? Fix { get; set; }

    /// <summary>Domains that SPF was checked for with their results, separated by commas.</summary>
    public string SpfResults { get; set; } = "";

    /// <summary>Signing domains with their results, separated by commas.</summary>
    public string DkimResults { get; set; } = "";

    /// <summary>Override reasons that receivers gave, separated by commas.</summary>
    public string Reasons { get; set; } = "";

    /// <summary>The way to the term of the SPF record of the From domain that covers the address; null when none does, or it is not known.</summary>
    public string? SpfTerm { get; set; }

    /// <summary>Null when nothing tells.</summary>
    public string? ServiceId { get; set; }

    public string? ServiceName { get; set; }

    public ServiceEvidence? ServiceEvidence { get; set; }

    public ClassConfidence? ServiceConfidence { get; set; }

    /// <summary>What the owner said of it; null for nothing.</summary>
    public SourceDecision? Decision { get; set; }
}

/// <summary>Whether a source is news. The values stand in the database.</summary>
public enum SourceNovelty
{
    /// <summary>It was there when the domain's reports began.</summary>
    None,

    /// <summary>The address is new for the domain.</summary>
    NewSource,

    /// <summary>The From domain, a subdomain, was never seen before.</summary>
    NewName,
}

/// <summary>What was looked up about an address that sends.</summary>
public sealed class SourceAddress
{
    /// <summary>The key, as reports write it.</summary>
    public required string SourceIp { get; set; }

    /// <summary>Whether a reverse name resolves back.</summary>
    public Reverse.ForwardConfirmed Reverse { get; set; }

    /// <summary>The confirmed name, else the first PTR name; null without one.</summary>
    public string? Name { get; set; }

    public string? Country { get; set; }

    public long? Asn { get; set; }

    public string? Network { get; set; }

    public string? ServiceId { get; set; }

    public string? ServiceName { get; set; }

    public ServiceEvidence? ServiceEvidence { get; set; }

    public ClassConfidence? ServiceConfidence { get; set; }

    public DateTimeOffset CheckedAt { get; set; }

    /// <summary>When it is looked up again.</summary>
    public DateTimeOffset DueAt { get; set; }
}

/// <summary>What an owner said of a source, or took back. Nothing here is changed or deleted but with its domain: the newest entry of a subject counts.</summary>
public sealed class SourceDecisionEntry
{
    public long Id { get; set; }

    public int DomainId { get; set; }

    /// <summary>An address as reports write it, or <c>service:</c> and a service's id for all of its addresses. An address's own entry wins.</summary>
    public required string Subject { get; set; }

    /// <summary>Null takes the earlier word back.</summary>
    public SourceDecision? Decision { get; set; }

    /// <summary>Why, in the owner's words.</summary>
    public string? Note { get; set; }

    public required string DecidedBy { get; set; }

    public DateTimeOffset DecidedAt { get; set; }
}
