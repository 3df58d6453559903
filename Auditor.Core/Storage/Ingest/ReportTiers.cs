using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Gives stored reports another tier; their sums go with them, in the caller's transaction.</summary>
internal sealed class ReportTiers(WriteConnection connection, SumMover mover, KeyGroup group)
{
    private readonly Statement tier = connection.Prepare(
        """UPDATE "Reports" SET "Tier" = @tier, "TierReason" = @reason, "Signer" = @signer, "Evidence" = NULL WHERE "Id" = @id""", "@tier", "@reason", "@signer", "@id");

    private readonly Statement touch = connection.Prepare(
        $"""
        UPDATE "Domains" SET "LastReportAt" = r.at FROM (SELECT "PolicyDomain" AS name, {(connection.Options.Provider == StorageProvider.Sqlite ? "min" : "least")}("End", "ReceivedAt") AS at FROM "Reports" WHERE "Id" = @id) AS r
        WHERE "Domains"."Name" = r.name AND ("LastReportAt" IS NULL OR "LastReportAt" < r.at)
        """,
        "@id");

    private readonly QueryStatement key = connection.PrepareQuery(
        """SELECT "OrgKey", "ReportId", "PolicyDomain", "Begin", "End" FROM "Reports" WHERE "Id" = @id""", "@id");

    /// <summary>Changes the tier; nothing happens when it has it already, or when there is no such report any more.</summary>
    /// <returns>True when the tier is another one now.</returns>
    public async Task<bool> ChangeAsync(long id, TrustVerdict verdict, CancellationToken cancellationToken)
    {
        if (await group.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } report)
        {
            return false;
        }

        await tier.With((int)verdict.Tier, verdict.Reason, verdict.Signer, id).RunAsync(cancellationToken).ConfigureAwait(false);
        if (report.Tier == verdict.Tier)
        {
            return false;
        }

        if (!report.IsDisplaced)
        {
            await mover.MoveAsync(report, report.Tier, verdict.Tier, cancellationToken).ConfigureAwait(false);
        }

        var place = await key.With(id).FirstAsync(
            row => new KeyHolder(new ReportKey(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))), cancellationToken).ConfigureAwait(false);
        await group.SettleAsync(place!.Key, cancellationToken).ConfigureAwait(false);
        if (RowTally.CountsSelectors(verdict.Tier))
        {
            await touch.With(id).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private sealed record KeyHolder(ReportKey Key);
}
