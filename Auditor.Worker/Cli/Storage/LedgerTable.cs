using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Worker.Cli.Storage;

/// <summary>For people: a line for each part that needs a look, then the counts.</summary>
internal sealed class LedgerTable(TextWriter output) : ILedgerOutput
{
    public void Part(string path, string? entry, IngestResult result)
    {
        if (result.Outcome is PartOutcome.Imported or PartOutcome.Duplicate or PartOutcome.Empty)
        {
            return;
        }

        var place = entry is null ? path : $"{path}!/{entry}";
        var line = result.Line is { } number ? string.Create(CultureInfo.InvariantCulture, $", line {number}") : string.Empty;
        output.WriteLine(SafeText.Of($"{LedgerWords.Of(result.Outcome),-12}  {place}: {result.Reason ?? "no reason given"} ({result.ReasonCode}{line})"));
    }

    public void End(LedgerSummary summary)
    {
        Count("seen", summary.Seen);
        Count(LedgerWords.Of(PartOutcome.Imported), summary.Imported);
        Count(LedgerWords.Of(PartOutcome.Duplicate), summary.Duplicate);
        Count(LedgerWords.Of(PartOutcome.Empty), summary.Empty);
        Count(LedgerWords.Of(PartOutcome.NotAReport), summary.NotAReport);
        Count(LedgerWords.Of(PartOutcome.Quarantined), summary.Quarantined);
        Count(LedgerWords.Of(PartOutcome.Failed), summary.Failed);
    }

    public void Dispose() => output.Flush();

    private void Count(string word, int count) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word,-12}  {count,8}"));
}
