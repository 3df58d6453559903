using System.Data.Common;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// The stored reports of one key. Their contents differ, so one of them is not what the reporter sent: all are kept and flagged, and only the one with the best
/// tier counts, the earliest among equals. So nobody's copy shadows a better proven one, whichever comes first.
/// </summary>
internal sealed class KeyGroup(WriteConnection connection, SumMover mover)
{
    private const string Columns = "\"Id\", \"PolicyDomain\", \"Begin\", \"Tier\", \"IsDisplaced\", \"HasRows\", \"RowCount\", \"MessageCount\", \"AlignedCount\"";

    // Hostile senders can fill a key with copies; beyond the best ones they are all displaced.
    private readonly QueryStatement best = connection.PrepareQuery(
        $"""
        SELECT {Columns} FROM "Reports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end
        ORDER BY "Tier", "Id" LIMIT 1
        """,
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly QueryStatement counting = connection.PrepareQuery(
        $"""
        SELECT {Columns} FROM "Reports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end
            AND NOT "IsDisplaced" ORDER BY "Id" LIMIT 1
        """,
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly QueryStatement one = connection.PrepareQuery($"""SELECT {Columns} FROM "Reports" WHERE "Id" = @id""", "@id");

    private readonly Statement place = connection.Prepare(
        """UPDATE "Reports" SET "IsConflict" = @conflict, "IsDisplaced" = @displaced WHERE "Id" = @id""", "@conflict", "@displaced", "@id");

    // A report that differs from a stored one in nothing but its wrapping. Equal row counts make one direction enough.
    private readonly Statement differs = connection.Prepare(
        """
        SELECT CAST(1 AS bigint) FROM (
            SELECT "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults", count(*)
            FROM "ReportRows" WHERE "ReportId" = @one GROUP BY "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults"
            EXCEPT
            SELECT "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults", count(*)
            FROM "ReportRows" WHERE "ReportId" = @other GROUP BY "SourceIp", "Messages", "Disposition", "Dkim", "Spf", "HeaderFrom", "EnvelopeFrom", "EnvelopeTo", "Reasons", "AuthResults"
        ) AS rest LIMIT 1
        """,
        "@one", "@other");

    /// <summary>The report of the key that counts; null when the key is new.</summary>
    public Task<ReportFacts?> CountingAsync(ReportKey key, CancellationToken cancellationToken) =>
        counting.With(key.PolicyDomain, key.OrgKey, key.ReportId, key.Begin, key.End).FirstAsync(Read, cancellationToken);

    public Task<ReportFacts?> FindAsync(long id, CancellationToken cancellationToken) => one.With(id).FirstAsync(Read, cancellationToken);

    /// <summary>True when the stored rows of a report are those of another, in whatever order; for rows that are gone the counts must do.</summary>
    public async Task<bool> AreSameAsync(ReportFacts known, long reportId, long rows, long messages, long aligned, CancellationToken cancellationToken) =>
        known.Rows == rows && known.Messages == messages && known.Aligned == aligned
        && (!known.HasRows || await differs.With(reportId, known.Id).LongAsync(cancellationToken).ConfigureAwait(false) is null);

    /// <summary>Makes the best of the key's reports count, and no other one.</summary>
    public async Task SettleAsync(ReportKey key, CancellationToken cancellationToken)
    {
        var winner = await best.With(key.PolicyDomain, key.OrgKey, key.ReportId, key.Begin, key.End).FirstAsync(Read, cancellationToken).ConfigureAwait(false);
        var counted = await CountingAsync(key, cancellationToken).ConfigureAwait(false);
        if (winner is null || winner.Id == counted?.Id)
        {
            return;
        }

        if (counted is not null)
        {
            await mover.MoveAsync(counted, counted.Tier, null, cancellationToken).ConfigureAwait(false);
            await place.With(true, true, counted.Id).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        await mover.MoveAsync(winner, null, winner.Tier, cancellationToken).ConfigureAwait(false);
        await place.With(true, false, winner.Id).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Flags a report that another one of its key differs from.</summary>
    public Task FlagAsync(ReportFacts report, CancellationToken cancellationToken) => place.With(true, report.IsDisplaced, report.Id).RunAsync(cancellationToken);

    private static ReportFacts Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), UnixDay.Number(UnixDay.Of(row.GetInt64(2))), (TrustTier)row.GetInt32(3), row.GetBoolean(4), row.GetBoolean(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8));
}
