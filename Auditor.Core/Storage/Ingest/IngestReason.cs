namespace Auditor.Core.Storage.Ingest;

/// <summary>Reason codes of the ledger that storing gives, next to those of <c>IntakeReason</c>.</summary>
public static class IngestReason
{
    /// <summary>A report with the same reporter, id, domain and window is stored.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A report with the same text is stored.</summary>
    public const string DuplicateContent = "duplicate-content";

    /// <summary>Imported, although a report of the same reporter, id, domain and window with other rows is stored: both are kept.</summary>
    public const string Conflict = "conflict-key";

    /// <summary>Imported into the sums of its day, but its rows are not kept: too many unproven reports came from this sender, or in all, on one day.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>Summed up only: nobody monitors the policy domain, and enough of such reports are kept.</summary>
    public const string NotMonitored = "domain-not-monitored";

    /// <summary>A failure report came, and the installation keeps none.</summary>
    public const string FailureNotKept = "failure-not-kept";

    /// <summary>A report that this installation made to test a mailbox.</summary>
    public const string SelfTest = "self-test";

    /// <summary>The input could not be read to its end.</summary>
    public const string InputFailed = "input-failed";
}
