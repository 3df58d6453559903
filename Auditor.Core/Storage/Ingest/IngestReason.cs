namespace Auditor.Core.Storage.Ingest;

/// <summary>Reason codes of the ledger that storing gives, next to those of <c>IntakeReason</c>.</summary>
public static class IngestReason
{
    /// <summary>A report with the same reporter, id, domain and window is stored.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A report with the same text is stored.</summary>
    public const string DuplicateContent = "duplicate-content";

    /// <summary>The input could not be read to its end.</summary>
    public const string InputFailed = "input-failed";
}
