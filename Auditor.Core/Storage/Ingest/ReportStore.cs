using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores one aggregate report: rows as they are read, then sums, then the head, which takes the key.</summary>
internal sealed class ReportStore(WriteConnection connection, IBulkWriter bulk)
{
    private readonly Statement byContent = connection.Prepare("""SELECT "Id" FROM "Reports" WHERE "ContentHash" = @hash""", "@hash");

    // The writer is alone, so the next id is known before the head is written; rows of a part that is undone leave no trace.
    private readonly Statement nextId = connection.Prepare(connection.Options.Provider == StorageProvider.Sqlite
        ? """SELECT coalesce((SELECT "seq" FROM sqlite_sequence WHERE "name" = 'Reports'), 0) + 1"""
        : """SELECT nextval(pg_get_serial_sequence('"Reports"', 'Id'))""");

    private readonly Statement head = connection.Prepare(
        """
        INSERT INTO "Reports" ("Id", "OrgKey", "ReportId", "PolicyDomain", "Begin", "End", "ContentHash", "OrgName", "Email", "ExtraContactInfo", "Variant",
            "Version", "Generator", "Errors", "Repairs", "PolicyP", "PolicySp", "PolicyNp", "PolicyAdkim", "PolicyAspf", "PolicyPct", "PolicyFo", "PolicyTesting",
            "PolicyDiscoveryMethod", "RowCount", "MessageCount", "AlignedCount", "HasRows", "ReceivedAt", "Source",
            "Tier", "TierReason", "Signer", "SenderDomain", "Evidence", "IsConflict", "IsDisplaced")
        VALUES (@key, @org, @id, @domain, @begin, @end, @hash, @name, @email, @contact, @variant,
            @version, @generator, @errors, @repairs, @p, @sp, @np, @adkim, @aspf, @pct, @fo, @testing,
            @method, @rows, @messages, @aligned, @hasrows, @received, @source,
            @tier, @tierreason, @signer, @sender, @evidence, @conflict, @displaced)
        """,
        "@key", "@org", "@id", "@domain", "@begin", "@end", "@hash", "@name", "@email", "@contact", "@variant",
        "@version", "@generator", "@errors", "@repairs", "@p", "@sp", "@np", "@adkim", "@aspf", "@pct", "@fo", "@testing",
        "@method", "@rows", "@messages", "@aligned", "@hasrows", "@received", "@source",
        "@tier", "@tierreason", "@signer", "@sender", "@evidence", "@conflict", "@displaced");

    private readonly DailyTotals totals = new(connection);

    private readonly Statement touch = connection.Prepare(
        """UPDATE "Domains" SET "LastReportAt" = @end WHERE "Name" = @domain AND ("LastReportAt" IS NULL OR "LastReportAt" < @end)""",
        "@end", "@domain");

    /// <summary>The stored report with this text; null when there is none.</summary>
    public Task<long?> FindAsync(byte[] contentHash, CancellationToken cancellationToken) => byContent.With(contentHash).LongAsync(cancellationToken);

    /// <summary>Reads all rows and stores them; the caller undoes it unless the completion says parsed.</summary>
    /// <param name="reader">The report.</param>
    /// <param name="key">Its key.</param>
    /// <param name="tier">The tier whose sums take it; null for none: the caller decides later.</param>
    /// <param name="keepsRows">False to count the rows only.</param>
    /// <param name="first">Rows that were read from the reader before.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<StoredRows> StoreRowsAsync(AggregateReader reader, ReportKey key, TrustTier? tier, bool keepsRows, IReadOnlyList<ReportRow> first, CancellationToken cancellationToken)
    {
        var id = await nextId.LongAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("The database gave no report id.");
        return await StoreRowsAsync(id, reader, key, tier, keepsRows, first, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As above, under an id whose rows are gone.</summary>
    public async Task<StoredRows> StoreRowsAsync(
        long id, AggregateReader reader, ReportKey key, TrustTier? tier, bool keepsRows, IReadOnlyList<ReportRow> first, CancellationToken cancellationToken)
    {
        var tally = new RowTally();
        var ordinal = 0;
        try
        {
            foreach (var row in first)
            {
                await TakeAsync(row).ConfigureAwait(false);
            }

            while (reader.RowCount < RowsAhead.LongFrom && reader.TryRead(out var row))
            {
                await TakeAsync(row).ConfigureAwait(false);
            }

            if (reader.RowCount >= RowsAhead.LongFrom)
            {
                await foreach (var rows in RowsAhead.ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                {
                    foreach (var row in rows)
                    {
                        await TakeAsync(row).ConfigureAwait(false);
                    }
                }
            }
        }
        catch
        {
            await bulk.AbandonRowsAsync().ConfigureAwait(false);
            throw;
        }

        await FlushAsync(key, keepsRows ? tier : null, tally, cancellationToken).ConfigureAwait(false);
        return new StoredRows(id, tally.Totals);

        async ValueTask TakeAsync(ReportRow row)
        {
            if (keepsRows)
            {
                await bulk.RowAsync(id, ordinal++, row, cancellationToken).ConfigureAwait(false);
            }

            tally.Add(row);
            if (tally.IsFull)
            {
                await FlushAsync(key, keepsRows ? tier : null, tally, cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Writes the head, which takes the key, and the day's total unless the report is displaced.</summary>
    public async Task StoreHeadAsync(AggregateReader reader, ReportKey key, StoredRows rows, ReportOrigin origin, CancellationToken cancellationToken)
    {
        var trust = origin.Trust;
        await head.With([
                rows.ReportId, key.OrgKey, key.ReportId, key.PolicyDomain, key.Begin, key.End, origin.ContentHash, .. HeadColumns.Of(reader, rows.Totals),
                origin.HasRows, origin.ReceivedAt, (int)origin.Source,
                (int)trust.Verdict.Tier, trust.Verdict.Reason, trust.Verdict.Signer, trust.SenderDomain, trust.Evidence, origin.IsConflict, origin.IsDisplaced])
            .RunAsync(cancellationToken).ConfigureAwait(false);
        if (!origin.IsDisplaced)
        {
            await totals.AddAsync(key.PolicyDomain, key.Day, trust.Verdict.Tier, rows.Totals, cancellationToken).ConfigureAwait(false);
        }

        if (RowTally.CountsSelectors(trust.Verdict.Tier))
        {
            await touch.With(Math.Min(key.End, origin.ReceivedAt), key.PolicyDomain).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts a report of which nothing else is kept.</summary>
    public Task CountAsync(ReportKey key, TrustTier tier, ReportTotals sum, CancellationToken cancellationToken) => totals.AddAsync(key.PolicyDomain, key.Day, tier, sum, cancellationToken);

    private async Task FlushAsync(ReportKey key, TrustTier? tier, RowTally tally, CancellationToken cancellationToken)
    {
        await bulk.EndRowsAsync(cancellationToken).ConfigureAwait(false);
        if (tier is { } counted)
        {
            await bulk.AddAsync(key.PolicyDomain, key.Day, counted, tally, cancellationToken).ConfigureAwait(false);
        }

        tally.Clear();
    }
}

/// <summary>Rows that are stored under a report's id, whose head is still to come.</summary>
internal sealed record StoredRows(long ReportId, ReportTotals Totals);

/// <summary>What the head says about the way the report came; the time in Unix seconds.</summary>
internal sealed record ReportOrigin(byte[] ContentHash, long ReceivedAt, IntakeSource Source, PartTrust Trust, bool IsConflict, bool IsDisplaced, bool HasRows);
