namespace Auditor.Core.Storage.Retention;

/// <summary>How long what is kept. Sums by day, reports' heads, scores and DNS changes are kept for good; domains on legal hold keep everything.</summary>
public sealed record RetentionOptions
{
    /// <summary>Days that rows of reports are kept, from the end of the report's window.</summary>
    public int RowDays { get; init; } = 400;

    /// <summary>Days that reports are kept as they arrived, from the end of the report's window.</summary>
    public int RawDays { get; init; } = 400;

    /// <summary>Days that whole audits are kept; their scores stay.</summary>
    public int AuditDays { get; init; } = 400;

    /// <summary>Days that ledger entries are kept; the counts of the runs stay.</summary>
    public int LedgerDays { get; init; } = 400;

    /// <summary>Days that the bytes of quarantined parts are kept since they last came.</summary>
    public int QuarantineDays { get; init; } = 90;

    /// <summary>Bytes of quarantined parts kept in all, compressed; the oldest go first.</summary>
    public long MaxQuarantineBytes { get; init; } = 512L << 20;

    /// <summary>Days that failure reports are kept, from their arrival here.</summary>
    public int FailureDays { get; init; } = 30;

    /// <summary>Days that records of job runs and done requests are kept.</summary>
    public int RunDays { get; init; } = 90;
}
