using Auditor.Core.Reports.Intake;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Work;

/// <summary>The ledger's outcomes for people.</summary>
internal static class OutcomeWords
{
    public static string Text(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Imported => ControlTexts.LedgerImported,
        PartOutcome.Duplicate => ControlTexts.LedgerDuplicate,
        PartOutcome.Empty => ControlTexts.LedgerEmpty,
        PartOutcome.NotAReport => ControlTexts.LedgerNotAReport,
        PartOutcome.Quarantined => ControlTexts.LedgerQuarantined,
        PartOutcome.Failed => ControlTexts.LedgerFailed,
        _ => outcome.ToString().ToLowerInvariant(),
    };

    public static string Kind(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Imported => Tone.Pass,
        PartOutcome.Duplicate or PartOutcome.Empty => Tone.Info,
        PartOutcome.Quarantined => Tone.Warn,
        PartOutcome.Failed => Tone.Fail,
        _ => Tone.Unknown,
    };
}
