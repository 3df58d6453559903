using System.Globalization;
using Auditor.Core.Storage.Rereading;

namespace Auditor.Worker.Cli;

/// <summary>Prints what reading reports again came to: lines at once, or one JSON document at the end. Reports that stay the same are only counted.</summary>
internal sealed class ReparseOutput(TextWriter output, bool isJson, bool isTrial)
{
    // Of more reports than that, JSON has the counts only.
    private const int MostTold = 10_000;

    private readonly List<RereadResult> told = [];

    public async Task AddAsync(RereadResult result)
    {
        if (result.Outcome == RereadOutcome.Same)
        {
            return;
        }

        if (isJson)
        {
            if (told.Count < MostTold)
            {
                told.Add(result);
            }

            return;
        }

        var what = result.ReasonAndLine ?? (isTrial ? "would change." : "changed.");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Report {result.ReportId}: {SafeText.Of(what)}")).ConfigureAwait(false);
        foreach (var change in result.Changes)
        {
            await output.WriteLineAsync($"  {change.What}: {Side(change.Before)} -> {Side(change.After)}").ConfigureAwait(false);
        }
    }

    public Task EndAsync(RereadProgress p) => isJson
        ? OutputFormat.WriteJsonAsync(output, new Document(isTrial, p.Done, p.Changed, p.Same, p.Failed, p.LeftAlone, p.NoBytes, [.. told.Select(Told.Of)]))
        : output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{p.Done} report(s) read again: {p.Changed} {(isTrial ? "would change" : "changed")}, {p.Same} the same, {p.Failed} cannot be read any more, {p.LeftAlone} left alone. {p.NoBytes} not kept as they arrived."));

    private static string Side(string? text) => text is null ? "nothing" : SafeText.Of(text);

    /// <summary>The document; its field names are a public contract.</summary>
    private sealed record Document(bool DryRun, int Read, int Changed, int Same, int Failed, int LeftAlone, int NotKept, IReadOnlyList<Told> Reports);

    /// <summary>A report that does not stay the same.</summary>
    private sealed record Told(long Id, RereadOutcome Outcome, string? ReasonCode, string? Reason, int? Line, IReadOnlyList<RereadChange> Changes)
    {
        public static Told Of(RereadResult result) => new(result.ReportId, result.Outcome, result.ReasonCode, result.Reason, result.Line, result.Changes);
    }
}
