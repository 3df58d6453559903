using Auditor.Core.Reports.Intake;
using Auditor.Web.Components.Controls;

namespace Auditor.Web.Components.Work;

/// <summary>The ledger's outcomes for people.</summary>
internal static class OutcomeWords
{
    public static string Text(PartOutcome outcome) => outcome switch
    {
        PartOutcome.NotAReport => "not a report",
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
