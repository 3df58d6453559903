using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Npgsql;
using NpgsqlTypes;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Binary COPY for rows, arrays for sums: one round trip for many.</summary>
internal sealed class PostgresBulkWriter(WriteConnection connection) : IBulkWriter
{
    private const string Copy =
        """
        COPY "ReportRows" ("ReportId", "Ordinal", "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults")
        FROM STDIN (FORMAT BINARY)
        """;

    private readonly Statement rollups = connection.Prepare(
        """
        INSERT INTO "DailyRollups" AS old ("PolicyDomain", "Day", "Tier", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition", "Messages")
        SELECT @domain, @day, @tier, new.* FROM unnest(@ip, @from, @dkim, @spf, @disposition, @messages) AS new
        ON CONFLICT ("PolicyDomain", "Day", "Tier", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition")
        DO UPDATE SET "Messages" = least(old."Messages" + excluded."Messages", @cap)
        """,
        "@domain", "@day", "@tier", "@ip", "@from", "@dkim", "@spf", "@disposition", "@messages", "@cap");

    private readonly Statement selectors = connection.Prepare(
        """
        INSERT INTO "ReportSelectors" AS old ("PolicyDomain", "SigningDomain", "Selector", "FirstDay", "LastDay", "Messages", "Passed")
        SELECT @domain, new.signer, new.selector, @day, @day, new.messages, new.passed FROM unnest(@signer, @selector, @messages, @passed) AS new (signer, selector, messages, passed)
        ON CONFLICT ("PolicyDomain", "SigningDomain", "Selector")
        DO UPDATE SET "FirstDay" = least(old."FirstDay", excluded."FirstDay"), "LastDay" = greatest(old."LastDay", excluded."LastDay"),
            "Messages" = least(old."Messages" + excluded."Messages", @cap), "Passed" = least(old."Passed" + excluded."Passed", @cap)
        """,
        "@domain", "@signer", "@selector", "@day", "@messages", "@passed", "@cap");

    private NpgsqlBinaryImporter? importer;

    public async ValueTask RowAsync(long reportId, int ordinal, ReportRow row, CancellationToken cancellationToken)
    {
        if (importer is null)
        {
            await connection.SendAsync(cancellationToken).ConfigureAwait(false);
            importer = await ((NpgsqlConnection)connection.Connection).BeginBinaryImportAsync(Copy, cancellationToken).ConfigureAwait(false);
        }

        await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await importer.WriteAsync(reportId, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        await importer.WriteAsync(ordinal, NpgsqlDbType.Integer, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.SourceIp, cancellationToken).ConfigureAwait(false);
        await importer.WriteAsync(row.Count, NpgsqlDbType.Bigint, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.Disposition, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.Dkim, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.Spf, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.HeaderFrom, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.EnvelopeFrom, cancellationToken).ConfigureAwait(false);
        await TextAsync(row.EnvelopeTo, cancellationToken).ConfigureAwait(false);
        await TextAsync(RowJson.Write(row.Reasons), cancellationToken).ConfigureAwait(false);
        await TextAsync(RowJson.Write(row.DkimResults, row.SpfResults), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask EndRowsAsync(CancellationToken cancellationToken)
    {
        if (importer is not null)
        {
            await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            await AbandonRowsAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask AbandonRowsAsync()
    {
        if (importer is not null)
        {
            await importer.DisposeAsync().ConfigureAwait(false);
            importer = null;
        }
    }

    public async Task AddAsync(string policyDomain, int day, TrustTier tier, RowTally tally, CancellationToken cancellationToken)
    {
        if (tally.Rollups.Count > 0)
        {
            var keys = tally.Rollups.Keys.ToArray();
            await rollups.With(policyDomain, day, (int)tier, Array.ConvertAll(keys, k => k.SourceIp), Array.ConvertAll(keys, k => k.HeaderFrom),
                    Array.ConvertAll(keys, k => k.DkimAligned), Array.ConvertAll(keys, k => k.SpfAligned), Array.ConvertAll(keys, k => k.Disposition),
                    tally.Rollups.Values.ToArray(), RowTally.MaxMessages)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }

        if (tally.Selectors.Count > 0 && RowTally.CountsSelectors(tier))
        {
            var keys = tally.Selectors.Keys.ToArray();
            await selectors.With(policyDomain, Array.ConvertAll(keys, k => k.SigningDomain), Array.ConvertAll(keys, k => k.Selector), day,
                    tally.Selectors.Values.Select(v => v.Messages).ToArray(), tally.Selectors.Values.Select(v => v.Passed).ToArray(), RowTally.MaxMessages)
                .RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task TextAsync(string? text, CancellationToken cancellationToken) => text is null
        ? importer!.WriteNullAsync(cancellationToken)
        : importer!.WriteAsync(StoredText.Clean(text), NpgsqlDbType.Text, cancellationToken);
}
