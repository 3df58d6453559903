namespace Auditor.Core.Storage.Entities;

/// <summary>A domain that is audited. What lists show of its last audit stands beside it, so that no list opens a document.</summary>
public sealed class MonitoredDomain
{
    public int Id { get; set; }

    /// <summary>Lower-case A-labels; unique.</summary>
    public required string Name { get; set; }

    public int? GroupId { get; set; }

    public DomainGroup? Group { get; set; }

    public ICollection<Tag> Tags { get; } = [];

    public ICollection<DomainSelector> Selectors { get; } = [];

    public ICollection<SendingAddress> SendingAddresses { get; } = [];

    /// <summary>people, machine, receive-only or parked; null lets the audit decide.</summary>
    public string? PurposeOverride { get; set; }

    /// <summary>True while no audits are due; reports are still stored.</summary>
    public bool Paused { get; set; }

    /// <summary>True keeps everything of the domain from retention.</summary>
    public bool LegalHold { get; set; }

    /// <summary>
    /// Last part of the address that senders post the domain's TLS reports to; unique; null while there is none. Kept readable: the address stands in public DNS
    /// (RFC 8460 3), so its secret keeps out only those who did not look, and a hash would hide nothing but the record to publish.
    /// </summary>
    public string? TlsReportSecret { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the next audit is due; a time in the past is due now.</summary>
    public DateTimeOffset NextAuditAt { get; set; }

    /// <summary>Until when a worker holds the domain's audit; null or past: free to take.</summary>
    public DateTimeOffset? AuditLeaseUntil { get; set; }

    /// <summary>When the last audit was made, whether it could tell a score or not; null before the first.</summary>
    public DateTimeOffset? LastAuditAt { get; set; }

    public long? LastAuditId { get; set; }

    /// <summary>The last known score, 0 to 100; null while none was ever known.</summary>
    public int? Score { get; set; }

    /// <summary>Grade of <see cref="Score"/>.</summary>
    public string? Grade { get; set; }

    /// <summary>The score known before the last one; null before the second.</summary>
    public int? PreviousScore { get; set; }

    /// <summary>The audit that <see cref="Score"/> and the columns below come from.</summary>
    public DateTimeOffset? ScoredAt { get; set; }

    /// <summary>True when the last audit could tell no score: what is shown is the last known state.</summary>
    public bool ScoreIsStale { get; set; }

    /// <summary>people, machine, receive-only or parked, as the last scored audit took it.</summary>
    public string? Purpose { get; set; }

    /// <summary>none, monitoring, quarantine-test, quarantine, reject-test, reject or unknown.</summary>
    public string? Stage { get; set; }

    /// <summary>none, quarantine or reject, after test mode; null without a policy.</summary>
    public string? AppliedPolicy { get; set; }

    /// <summary>Where the DMARC record stands; null without one.</summary>
    public string? PolicyDomain { get; set; }

    /// <summary>SPF terms that ask DNS; null without a readable record.</summary>
    public int? SpfLookups { get; set; }

    /// <summary>The shortest RSA key in bits, or that of the only key; null without a key.</summary>
    public int? WeakestKeyBits { get; set; }

    /// <summary>rsa or ed25519, of the key of <see cref="WeakestKeyBits"/>.</summary>
    public string? WeakestKeyType { get; set; }

    public int ErrorCount { get; set; }

    public int WarningCount { get; set; }

    public int AdviceCount { get; set; }

    /// <summary>End of the newest report's window; null before the first report.</summary>
    public DateTimeOffset? LastReportAt { get; set; }

    /// <summary>When the domain's sources were summed up last; null: they are due.</summary>
    public DateTimeOffset? SourcesAt { get; set; }

    /// <summary>The stage that the policy may go to next, as <see cref="Stage"/> is written; null at the end, and while that is not known.</summary>
    public string? NextStage { get; set; }

    /// <summary>ready, not-yet, cannot-tell or done: what the gate to <see cref="NextStage"/> said last; null before it was asked.</summary>
    public string? GateVerdict { get; set; }

    /// <summary>When the gate was asked last; null: it is due.</summary>
    public DateTimeOffset? GateAt { get; set; }
}
