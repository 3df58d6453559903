namespace Auditor.Core.Storage.Retention;

/// <summary>What retention removed.</summary>
/// <param name="Reports">Reports that lost their rows.</param>
/// <param name="Rows">Rows removed.</param>
/// <param name="Raw">Reports whose bytes as they arrived were removed.</param>
/// <param name="Audits">Audits that lost their document.</param>
/// <param name="LedgerEntries">Ledger entries removed.</param>
/// <param name="QuarantinedParts">Quarantined parts removed.</param>
/// <param name="Runs">Job runs and done requests removed.</param>
public sealed record RetentionResult(int Reports, long Rows, int Raw, int Audits, int LedgerEntries, int QuarantinedParts, int Runs)
{
    /// <summary>All together.</summary>
    public long Total => Rows + Raw + Audits + LedgerEntries + QuarantinedParts + Runs;
}
