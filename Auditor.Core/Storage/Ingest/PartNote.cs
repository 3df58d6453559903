using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>A ledger entry for something that was not read as parts: a mail too large to fetch, a file that cannot be opened.</summary>
public sealed record PartNote
{
    /// <summary>NotAReport, Quarantined (without bytes) or Failed.</summary>
    public required PartOutcome Outcome { get; init; }

    public required string ReasonCode { get; init; }

    /// <summary>The reason in words, one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Path or name; null for mailboxes.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 of the whole mail or file in hexadecimal; null when it was not read.</summary>
    public string? Sha256 { get; init; }

    public MailSummary? Mail { get; init; }
}
