using Auditor.Core.Reports.Intake;

namespace Auditor.Worker.Cli.Storage;

/// <summary>The ledger's words in output.</summary>
internal static class LedgerWords
{
    public static string Of(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Imported => "imported",
        PartOutcome.Duplicate => "duplicate",
        PartOutcome.Empty => "empty",
        PartOutcome.NotAReport => "not-a-report",
        PartOutcome.Quarantined => "quarantined",
        _ => "failed",
    };

    public static string Of(ReportKind kind) => kind switch
    {
        ReportKind.Aggregate => "aggregate",
        ReportKind.Failure => "failure",
        ReportKind.Tls => "tls",
        _ => "unknown",
    };
}
