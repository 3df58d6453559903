using System.Globalization;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Core.Storage.Rereading;

/// <summary>Compares a new reading with what is stored, row by row, so that memory does not grow with them.</summary>
internal sealed class ReadingComparison
{
    // Rows told in full; the rest is a number.
    private const int RowsTold = 5;

    private const int MaxText = 500;

    private static readonly string[] RowColumns =
        ["source_ip", "count", "disposition", "dkim", "spf", "header_from", "envelope_from", "envelope_to", "reason", "auth_results"];

    private readonly List<RereadChange> told = [];
    private long ordinal;
    private long differing;

    private ReadingComparison()
    {
    }

    /// <summary>Reads the report to its end.</summary>
    /// <returns>The differences, none when there are none; null when the reading did not end as a report's.</returns>
    public static async Task<IReadOnlyList<RereadChange>?> OfAsync(StoredReport stored, IAsyncEnumerable<StoredRow> rows, AggregateReader reader, CancellationToken cancellationToken)
    {
        var comparison = new ReadingComparison();
        var tally = new RowTally();
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            comparison.Add(row, Next());
        }

        while (Next() is { } more)
        {
            comparison.Add(null, more);
        }

        return reader.Completion.Outcome == Reports.Intake.ParseOutcome.Parsed ? comparison.All(stored, reader, tally.Totals) : null;

        ReportRow? Next()
        {
            if (!reader.TryRead(out var row))
            {
                return null;
            }

            tally.Add(row);
            if (tally.IsFull)
            {
                tally.Clear();
            }

            return row;
        }
    }

    private void Add(StoredRow? stored, ReportRow? read)
    {
        ordinal++;
        var before = stored is null ? null : Values(stored);
        var after = read is null ? null : Values(read);
        if (before is not null && after is not null && before.AsSpan().SequenceEqual(after))
        {
            return;
        }

        differing++;
        if (differing > RowsTold)
        {
            return;
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"row {ordinal}");
        if (before is null || after is null)
        {
            told.Add(new RereadChange(name, Line(before), Line(after)));
            return;
        }

        told.AddRange(RowColumns.Select((column, i) => new RereadChange($"{name} {column}", before[i], after[i])).Where(c => c.Before != c.After).Select(Bounded));
    }

    private List<RereadChange> All(StoredReport stored, AggregateReader reader, ReportTotals totals)
    {
        var all = HeadColumns.Names.Zip(HeadColumns.Of(stored), HeadColumns.Of(reader, totals)).Select(c => new RereadChange(c.First, Text(c.Second), Text(c.Third)))
            .Append(new RereadChange("ContentHash", Convert.ToHexStringLower(stored.ContentHash), reader.Completion.ContentHash))
            .Where(c => c.Before != c.After).Select(Bounded).ToList();
        if (differing > 0)
        {
            all.Add(new RereadChange("rows that differ", null, differing.ToString(CultureInfo.InvariantCulture)));
        }

        all.AddRange(told);
        return all;
    }

    private static string?[] Values(StoredRow row) =>
        [row.SourceIp, Text(row.Messages), row.Disposition, row.Dkim, row.Spf, row.HeaderFrom, row.EnvelopeFrom, row.EnvelopeTo, row.Reasons, row.AuthResults];

    private static string?[] Values(ReportRow row) =>
    [
        Text(row.SourceIp), Text(row.Count), Text(row.Disposition), Text(row.Dkim), Text(row.Spf), Text(row.HeaderFrom), Text(row.EnvelopeFrom), Text(row.EnvelopeTo),
        RowJson.Write(row.Reasons), RowJson.Write(row.DkimResults, row.SpfResults),
    ];

    private static string? Line(string?[]? values) => values is null ? null : Bounded(string.Join(' ', values.Where(v => v is not null)));

    // As the writers store it.
    private static string? Text(object? value) => value switch
    {
        null => null,
        string text => StoredText.Clean(text),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static RereadChange Bounded(RereadChange change) => change with { Before = Bounded(change.Before), After = Bounded(change.After) };

    private static string? Bounded(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;
}
