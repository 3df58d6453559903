using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>One prepared single-row statement each: on SQLite faster than many rows a statement.</summary>
internal sealed class SqliteBulkWriter(WriteConnection connection) : IBulkWriter
{
    private readonly Statement row = connection.Prepare(
        """
        INSERT INTO "ReportRows" ("ReportId", "Ordinal", "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults")
        VALUES (@report, @ordinal, @ip, @messages, @disposition, @dkim, @spf, @from, @mailfrom, @to, @reasons, @auth)
        """,
        "@report", "@ordinal", "@ip", "@messages", "@disposition", "@dkim", "@spf", "@from", "@mailfrom", "@to", "@reasons", "@auth");

    private readonly Statement rollup = connection.Prepare(
        """
        INSERT INTO "DailyRollups" ("PolicyDomain", "Day", "Tier", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition", "Messages")
        VALUES (@domain, @day, @tier, @ip, @from, @dkim, @spf, @disposition, @messages)
        ON CONFLICT DO UPDATE SET "Messages" = min("Messages" + excluded."Messages", @cap)
        """,
        "@domain", "@day", "@tier", "@ip", "@from", "@dkim", "@spf", "@disposition", "@messages", "@cap");

    private readonly Statement selector = connection.Prepare(
        """
        INSERT INTO "ReportSelectors" ("PolicyDomain", "SigningDomain", "Selector", "FirstDay", "LastDay", "Messages", "Passed")
        VALUES (@domain, @signer, @selector, @day, @day, @messages, @passed)
        ON CONFLICT DO UPDATE SET "FirstDay" = min("FirstDay", excluded."FirstDay"), "LastDay" = max("LastDay", excluded."LastDay"),
            "Messages" = min("Messages" + excluded."Messages", @cap), "Passed" = min("Passed" + excluded."Passed", @cap)
        """,
        "@domain", "@signer", "@selector", "@day", "@messages", "@passed", "@cap");

    public ValueTask RowAsync(long reportId, int ordinal, ReportRow row, CancellationToken cancellationToken) => new(this.row.With(
        reportId, ordinal, row.SourceIp, row.Count, row.Disposition, row.Dkim, row.Spf, row.HeaderFrom, row.EnvelopeFrom, row.EnvelopeTo,
        RowJson.Write(row.Reasons), RowJson.Write(row.DkimResults, row.SpfResults)).RunAsync(cancellationToken));

    public ValueTask EndRowsAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask AbandonRowsAsync() => ValueTask.CompletedTask;

    public async Task AddAsync(string policyDomain, int day, TrustTier tier, RowTally tally, CancellationToken cancellationToken)
    {
        foreach (var (key, messages) in tally.Rollups)
        {
            await rollup.With(policyDomain, day, (int)tier, key.SourceIp, key.HeaderFrom, key.DkimAligned, key.SpfAligned, key.Disposition, messages, RowTally.MaxMessages)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!RowTally.CountsSelectors(tier))
        {
            return;
        }

        foreach (var (key, sum) in tally.Selectors)
        {
            await selector.With(policyDomain, key.SigningDomain, key.Selector, day, sum.Messages, sum.Passed, RowTally.MaxMessages)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
