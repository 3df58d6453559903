using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Core.Storage.Rereading;

/// <summary>
/// Puts a new reading in the place of the stored one: its sums leave with its rows, and the new ones come, in the caller's transaction. Id, key, tier, arrival and what it came
/// by stay. A selector that other reports show too keeps its first and last day: these cannot be taken back.
/// </summary>
internal sealed class ReportReplacement
{
    private readonly SumMover mover;
    private readonly KeyGroup group;
    private readonly ReportStore reports;
    private readonly DailyTotals totals;
    private readonly Statement deleteRows;
    private readonly Statement head;
    private readonly Statement held;
    private readonly Statement sources;
    private readonly Statement noted;

    public ReportReplacement(WriteConnection connection)
    {
        IBulkWriter bulk = connection.Options.Provider == StorageProvider.Sqlite ? new SqliteBulkWriter(connection) : new PostgresBulkWriter(connection);
        mover = new SumMover(connection, bulk);
        group = new KeyGroup(connection, mover);
        reports = new ReportStore(connection, bulk);
        totals = new DailyTotals(connection);
        deleteRows = connection.Prepare("""DELETE FROM "ReportRows" WHERE "ReportId" = @id""", "@id");
        var parameters = HeadColumns.Names.Select(n => "@" + n).ToArray();
        head = connection.Prepare(
            $"""UPDATE "Reports" SET {string.Join(", ", HeadColumns.Names.Select(n => $"\"{n}\" = @{n}"))}, "ContentHash" = @hash WHERE "Id" = @id""", [.. parameters, "@hash", "@id"]);
        held = connection.Prepare(HeldDomain.Sql, "@domain");
        // Who sends is summed up anew from the sums, for the domain and for the one above that its reports belong to.
        sources = connection.Prepare("""UPDATE "Domains" SET "SourcesAt" = NULL WHERE "Name" = @domain OR @domain LIKE '%.' || "Name" """, "@domain");
        noted = connection.Prepare(
            $"""
            UPDATE "ReportedDomains" SET "Messages" = {(connection.Options.Provider == StorageProvider.Sqlite ? "max" : "greatest")}("Messages" + @messages, 0)
            WHERE "Name" = @domain AND NOT EXISTS (SELECT 1 FROM "Domains" WHERE "Name" = @domain)
            """,
            "@messages", "@domain");
    }

    /// <summary>Replaces the reading.</summary>
    /// <param name="id">The report.</param>
    /// <param name="key">Its key, which the new reading has too.</param>
    /// <param name="reader">The new reading, before its first row.</param>
    /// <param name="cancellationToken">Cancels; the caller undoes what was done.</param>
    /// <returns>Why it cannot be: the caller undoes what was done. Null when it is done.</returns>
    public async Task<RereadResult?> ReplaceAsync(long id, ReportKey key, AggregateReader reader, CancellationToken cancellationToken)
    {
        if (await group.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { HasRows: true } report)
        {
            return RereadRefusal.Gone(id);
        }

        if (await held.With(key.PolicyDomain).LongAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return RereadRefusal.Held(id);
        }

        if (!report.IsDisplaced)
        {
            await mover.MoveAsync(report, report.Tier, null, cancellationToken).ConfigureAwait(false);
        }

        await deleteRows.With(id).RunAsync(cancellationToken).ConfigureAwait(false);
        var stored = await reports.StoreRowsAsync(id, reader, key, report.IsDisplaced ? null : report.Tier, keepsRows: true, [], cancellationToken).ConfigureAwait(false);
        if (RereadRefusal.Of(id, reader.Completion) is { } refusal)
        {
            return refusal;
        }

        var hash = Convert.FromHexString(reader.Completion.ContentHash!);
        if (await reports.FindAsync(hash, cancellationToken).ConfigureAwait(false) is { } same && same != id)
        {
            return RereadRefusal.Twin(id, same);
        }

        await head.With([.. HeadColumns.Of(reader, stored.Totals), hash, id]).RunAsync(cancellationToken).ConfigureAwait(false);
        if (!report.IsDisplaced)
        {
            await totals.AddAsync(key.PolicyDomain, key.Day, report.Tier, stored.Totals, cancellationToken).ConfigureAwait(false);
        }

        await noted.With(Bounded(reader.MessageCount) - Bounded(report.Messages), key.PolicyDomain).RunAsync(cancellationToken).ConfigureAwait(false);
        await sources.With(key.PolicyDomain).RunAsync(cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static long Bounded(long messages) => Math.Clamp(messages, 0, RowTally.MaxMessages);
}
