using System.Data.Common;
using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>What changing a stored TLS report needs of it.</summary>
internal sealed record KnownTlsReport(long Id, TrustTier Tier, byte[] ContentHash, string OrgKey, long Begin, byte[]? Policies);

/// <summary>Gives stored TLS reports another tier, or takes them away; their sums go with them, in the caller's transaction.</summary>
internal sealed class TlsTiers(WriteConnection connection)
{
    /// <summary>What <see cref="Read"/> reads, in its order.</summary>
    public const string Columns = "\"Id\", \"Tier\", \"ContentHash\", \"OrgKey\", \"Begin\", \"Policies\"";

    private readonly QueryStatement find = connection.PrepareQuery($"""SELECT {Columns} FROM "TlsReports" WHERE "Id" = @id""", "@id");

    private readonly Statement update = connection.Prepare(
        """UPDATE "TlsReports" SET "Tier" = @tier, "TierReason" = @reason, "Signer" = @signer, "Evidence" = NULL WHERE "Id" = @id""", "@tier", "@reason", "@signer", "@id");

    private readonly Statement delete = connection.Prepare("""DELETE FROM "TlsReports" WHERE "Id" = @id""", "@id");

    private readonly TlsSums sums = new(connection);

    public static KnownTlsReport Read(DbDataReader row) =>
        new(row.GetInt64(0), (TrustTier)row.GetInt32(1), (byte[])row.GetValue(2), row.GetString(3), row.GetInt64(4), row.IsDBNull(5) ? null : (byte[])row.GetValue(5));

    /// <summary>Changes the tier; nothing happens when there is no such report any more.</summary>
    /// <returns>True when the tier is another one now.</returns>
    public async Task<bool> ChangeAsync(long id, TrustVerdict verdict, CancellationToken cancellationToken) =>
        await find.With(id).FirstAsync(Read, cancellationToken).ConfigureAwait(false) is { } report && await ChangeAsync(report, verdict, cancellationToken).ConfigureAwait(false);

    /// <summary>As above.</summary>
    public async Task<bool> ChangeAsync(KnownTlsReport report, TrustVerdict verdict, CancellationToken cancellationToken)
    {
        await update.With((int)verdict.Tier, verdict.Reason, verdict.Signer, report.Id).RunAsync(cancellationToken).ConfigureAwait(false);
        if (report.Tier == verdict.Tier)
        {
            return false;
        }

        // Without its details it is in no sum, or retention was here long ago.
        if (report.Policies is { } packed)
        {
            var policies = TlsPolicyJson.Unpack(packed);
            await sums.RemoveAsync(policies, report.OrgKey, DayOf(report), report.Tier, cancellationToken).ConfigureAwait(false);
            await sums.AddAsync(policies, report.OrgKey, DayOf(report), verdict.Tier, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Takes a report away, out of its sums too.</summary>
    public async Task RemoveAsync(KnownTlsReport report, CancellationToken cancellationToken)
    {
        if (report.Policies is { } packed)
        {
            await sums.RemoveAsync(TlsPolicyJson.Unpack(packed), report.OrgKey, DayOf(report), report.Tier, cancellationToken).ConfigureAwait(false);
        }

        await delete.With(report.Id).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static int DayOf(KnownTlsReport report) => UnixDay.Number(UnixDay.Of(report.Begin));
}
