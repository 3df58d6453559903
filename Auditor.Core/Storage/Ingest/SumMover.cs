using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Moves a stored report into the sums of another tier, into none, or out of none: from its own rows, so that the sums stay exact.</summary>
internal sealed class SumMover(WriteConnection connection, IBulkWriter bulk)
{
    private const int RowsAtOnce = 5_000;

    private readonly DailyTotals totals = new(connection);

    private readonly QueryStatement rows = connection.PrepareQuery(
        """
        SELECT "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "AuthResults" FROM "ReportRows"
        WHERE "ReportId" = @report AND "Ordinal" >= @from AND "Ordinal" < @to ORDER BY "Ordinal"
        """,
        "@report", "@from", "@to");

    private readonly Statement rollup = connection.Prepare(
        $"""
        UPDATE "DailyRollups" SET "Messages" = {DailyTotals.Floored(connection.Options, "Messages", "@messages")}
        WHERE "PolicyDomain" = @domain AND "Day" = @day AND "Tier" = @tier AND "SourceIp" = @ip AND "HeaderFrom" = @from
            AND "DkimAligned" = @dkim AND "SpfAligned" = @spf AND "Disposition" = @disposition
        """,
        "@domain", "@day", "@tier", "@ip", "@from", "@dkim", "@spf", "@disposition", "@messages");

    private readonly Statement clear = connection.Prepare(
        """DELETE FROM "DailyRollups" WHERE "PolicyDomain" = @domain AND "Day" = @day AND "Tier" = @tier AND "Messages" <= 0""", "@domain", "@day", "@tier");

    private readonly Statement selector = connection.Prepare(
        $"""
        UPDATE "ReportSelectors" SET "Messages" = {DailyTotals.Floored(connection.Options, "Messages", "@messages")}, "Passed" = {DailyTotals.Floored(connection.Options, "Passed", "@passed")}
        WHERE "PolicyDomain" = @domain AND "SigningDomain" = @signer AND "Selector" = @selector
        """,
        "@domain", "@signer", "@selector", "@messages", "@passed");

    // A selector that no report shows any more must not lead an audit.
    private readonly Statement clearSelectors = connection.Prepare("""DELETE FROM "ReportSelectors" WHERE "PolicyDomain" = @domain AND "Messages" <= 0""", "@domain");

    /// <summary>Moves the report. Null stands for no tier; a report whose rows are gone is only moved in the totals, by what its head says.</summary>
    public async Task MoveAsync(ReportFacts report, TrustTier? from, TrustTier? to, CancellationToken cancellationToken)
    {
        if (from == to)
        {
            return;
        }

        var sum = report.HasRows ? await MoveRowsAsync(report, from, to, cancellationToken).ConfigureAwait(false) : new ReportTotals(report.Messages, report.Aligned, 0, 0, 0, 0);
        if (from is { } old)
        {
            await totals.RemoveAsync(report.PolicyDomain, report.Day, old, sum, cancellationToken).ConfigureAwait(false);
        }

        if (to is { } now)
        {
            await totals.AddAsync(report.PolicyDomain, report.Day, now, sum, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ReportTotals> MoveRowsAsync(ReportFacts report, TrustTier? from, TrustTier? to, CancellationToken cancellationToken)
    {
        var tally = new RowTally();
        for (var ordinal = 0; ordinal < report.Rows; ordinal += RowsAtOnce)
        {
            foreach (var row in await ReadAsync(report.Id, ordinal, cancellationToken).ConfigureAwait(false))
            {
                tally.Add(row);
            }

            if (from is { } old)
            {
                await TakeOutAsync(report, old, tally, cancellationToken).ConfigureAwait(false);
            }

            if (to is { } now)
            {
                await bulk.AddAsync(report.PolicyDomain, report.Day, now, tally, cancellationToken).ConfigureAwait(false);
            }

            tally.Clear();
        }

        if (from is { } left)
        {
            await clear.With(report.PolicyDomain, report.Day, (int)left).RunAsync(cancellationToken).ConfigureAwait(false);
            if (RowTally.CountsSelectors(left))
            {
                await clearSelectors.With(report.PolicyDomain).RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return tally.Totals;
    }

    private async Task TakeOutAsync(ReportFacts report, TrustTier tier, RowTally tally, CancellationToken cancellationToken)
    {
        foreach (var (key, messages) in tally.Rollups)
        {
            await rollup.With(report.PolicyDomain, report.Day, (int)tier, key.SourceIp, key.HeaderFrom, key.DkimAligned, key.SpfAligned, key.Disposition, messages)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var (key, sum) in RowTally.CountsSelectors(tier) ? tally.Selectors : new Dictionary<SelectorKey, (long, long)>())
        {
            await selector.With(report.PolicyDomain, key.SigningDomain, key.Selector, sum.Messages, sum.Passed).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<List<ReportRow>> ReadAsync(long report, int from, CancellationToken cancellationToken) => rows.With(report, from, from + RowsAtOnce).AllAsync(
        row => new ReportRow
        {
            SourceIp = row.GetString(0),
            Count = row.GetInt64(1),
            Disposition = row.IsDBNull(2) ? null : row.GetString(2),
            Dkim = row.IsDBNull(3) ? null : row.GetString(3),
            Spf = row.IsDBNull(4) ? null : row.GetString(4),
            HeaderFrom = row.IsDBNull(5) ? null : row.GetString(5),
            DkimResults = RowJson.ReadAuthResults(row.IsDBNull(6) ? null : row.GetString(6)).Dkim,
        },
        cancellationToken);
}

/// <summary>What moving a stored report needs of its head.</summary>
internal sealed record ReportFacts(long Id, string PolicyDomain, int Day, TrustTier Tier, bool IsDisplaced, bool HasRows, long Rows, long Messages, long Aligned);
