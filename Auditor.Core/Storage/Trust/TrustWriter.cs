using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Trust;

/// <summary>Finds the reports whose tier may change, and changes it with all sums in one transaction. A second run changes nothing.</summary>
public sealed class TrustWriter(AuditorDatabase database, TimeProvider time)
{
    /// <summary>The reports that wait for a key, in the order of their ids, from one behind <paramref name="afterId"/>.</summary>
    public async Task<IReadOnlyList<PendingReport>> PendingAsync(long afterId, int most, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var reports = await context.Reports.AsNoTracking().Where(r => r.Tier == TrustTier.Pending && r.Id > afterId).OrderBy(r => r.Id).Take(most)
            .Select(r => new { r.Id, r.OrgName, r.Email, r.ReceivedAt, r.Evidence }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. reports.Select(r => new PendingReport(r.Id, r.OrgName, r.Email, r.ReceivedAt, EvidenceText.Read(r.Evidence)))];
    }

    /// <summary>
    /// Authenticated reports of reporters with a consistent history: the first of their reports came at least so many days ago, and reports came on at least half of
    /// these days.
    /// </summary>
    public async Task<IReadOnlyList<(long ReportId, string Signer)>> LearnedAsync(int days, int most, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var now = time.GetUtcNow();
        var before = now.AddDays(-days);
        var authentic = context.Reports.AsNoTracking().Where(r => r.Tier == TrustTier.Authenticated && r.Signer != null);
        var old = await authentic.Where(r => r.ReceivedAt <= before).Select(r => r.Signer!).Distinct().Take(most).ToListAsync(cancellationToken).ConfigureAwait(false);
        var learned = new List<(long, string)>();
        foreach (var signer in old)
        {
            var times = await authentic.Where(r => r.Signer == signer).OrderBy(r => r.ReceivedAt).Select(r => new { r.Id, r.ReceivedAt }).Take(most)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            if (times.Select(t => UnixDay.Of(t.ReceivedAt.ToUnixTimeSeconds())).Distinct().Count() * 2 >= days)
            {
                learned.AddRange(times.Select(t => (t.Id, signer)));
            }
        }

        return learned;
    }

    /// <summary>Changes the tiers.</summary>
    /// <returns>How many reports have another tier now.</returns>
    /// <exception cref="StorageException">The database cannot do it; nothing of it is changed.</exception>
    public Task<int> ApplyAsync(IReadOnlyCollection<TrustChange> changes, CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        var connection = await WriteConnection.OpenAsync(database, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        IBulkWriter bulk = database.IsSqlite ? new SqliteBulkWriter(connection) : new PostgresBulkWriter(connection);
        var mover = new SumMover(connection, bulk);
        var tiers = new ReportTiers(connection, mover, new KeyGroup(connection, mover));
        await connection.BeginAsync(cancellationToken).ConfigureAwait(false);
        var changed = 0;
        foreach (var change in changes)
        {
            changed += await tiers.ChangeAsync(change.ReportId, change.Verdict, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        await connection.CommitAsync(cancellationToken).ConfigureAwait(false);
        await MarkSourcesAsync(changes.Select(c => c.ReportId).ToList(), cancellationToken).ConfigureAwait(false);
        return changed;
    });

    // Who sends as these domains is summed up by the tiers that count.
    private async Task MarkSourcesAsync(List<long> reports, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        await context.Domains.Where(d => context.Reports.Any(r => reports.Contains(r.Id) && r.PolicyDomain == d.Name))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.SourcesAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
    }
}
