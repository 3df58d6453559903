using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>What became of one part.</summary>
public sealed record IngestResult
{
    public required PartOutcome Outcome { get; init; }

    public ReportKind Kind { get; init; }

    /// <summary>Stable code; null when imported and nothing is to be said.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The reason in words; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Line of the expanded text, from 1; null without one.</summary>
    public int? Line { get; init; }

    /// <summary>The report stored, or the one that this part repeats; null otherwise.</summary>
    public long? ReportId { get; init; }

    /// <summary>Where the raw bytes of a quarantined part are kept; null otherwise.</summary>
    public long? QuarantinedPartId { get; init; }

    /// <summary>True when the ledger had the part already from an earlier reading of the same mail: nothing was counted or stored.</summary>
    public bool AlreadyCounted { get; init; }

    /// <summary>The tier of a report that was stored now; null otherwise.</summary>
    public TrustTier? Tier { get; init; }

    /// <summary>Rows stored.</summary>
    public long Rows { get; init; }

    /// <summary>Messages of these rows.</summary>
    public long Messages { get; init; }
}
