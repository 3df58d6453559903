using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Trust;

/// <summary>Finds the reports whose tier may change, and changes it with all sums in one transaction. A second run changes nothing.</summary>
public sealed class TrustWriter(AuditorDatabase database, TimeProvider time)
{
    /// <summary>The reports of a kind that wait for a key, in the order of their ids, from one behind <paramref name="afterId"/>.</summary>
    public async Task<IReadOnlyList<PendingReport>> PendingAsync(ReportKind kind, long afterId, int most, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var waiting = kind switch
        {
            ReportKind.Aggregate => context.Reports.Where(r => r.Tier == TrustTier.Pending && r.Id > afterId).Select(r => new Waiting { Id = r.Id, OrgName = r.OrgName, Email = r.Email, ReceivedAt = r.ReceivedAt, Evidence = r.Evidence }),
            ReportKind.Tls => context.TlsReports.Where(r => r.Tier == TrustTier.Pending && r.Id > afterId).Select(r => new Waiting { Id = r.Id, OrgName = r.OrgName, Email = r.ContactInfo, ReceivedAt = r.ReceivedAt, Evidence = r.Evidence }),
            ReportKind.Failure => context.FailureReports.Where(r => r.Tier == TrustTier.Pending && r.Id > afterId).Select(r => new Waiting { Id = r.Id, ReceivedAt = r.ReceivedAt, Evidence = r.Evidence }),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Reports of this kind have no tier."),
        };
        var reports = await waiting.AsNoTracking().OrderBy(r => r.Id).Take(most).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. reports.Select(r => new PendingReport(r.Id, r.OrgName, r.Email, r.ReceivedAt, EvidenceText.Read(r.Evidence)) { Kind = kind })];
    }

    /// <summary>
    /// Authenticated reports of reporters with a consistent history: the first of their reports of this kind came at least so many days ago, and reports came on at least half
    /// of these days. Failure reports decide nothing, so nobody earns trust by them.
    /// </summary>
    public async Task<IReadOnlyList<(long ReportId, string Signer)>> LearnedAsync(ReportKind kind, int days, int most, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var now = time.GetUtcNow();
        var before = now.AddDays(-days);
        var authentic = kind == ReportKind.Tls
            ? context.TlsReports.AsNoTracking().Where(r => r.Tier == TrustTier.Authenticated && r.Signer != null).Select(r => new Authentic { Id = r.Id, Signer = r.Signer!, ReceivedAt = r.ReceivedAt })
            : context.Reports.AsNoTracking().Where(r => r.Tier == TrustTier.Authenticated && r.Signer != null).Select(r => new Authentic { Id = r.Id, Signer = r.Signer!, ReceivedAt = r.ReceivedAt });
        var old = await authentic.Where(r => r.ReceivedAt <= before).Select(r => r.Signer).Distinct().Take(most).ToListAsync(cancellationToken).ConfigureAwait(false);
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
        var tls = new TlsTiers(connection);
        var failures = new FailureStore(connection);
        await connection.BeginAsync(cancellationToken).ConfigureAwait(false);
        var changed = 0;
        foreach (var change in changes)
        {
            changed += await (change.Kind switch
            {
                ReportKind.Tls => tls.ChangeAsync(change.ReportId, change.Verdict, cancellationToken),
                ReportKind.Failure => failures.ChangeTierAsync(change.ReportId, change.Verdict, cancellationToken),
                _ => tiers.ChangeAsync(change.ReportId, change.Verdict, cancellationToken),
            }).ConfigureAwait(false) ? 1 : 0;
        }

        await connection.CommitAsync(cancellationToken).ConfigureAwait(false);
        await MarkSourcesAsync(changes.Where(c => c.Kind == ReportKind.Aggregate).Select(c => c.ReportId).ToList(), cancellationToken).ConfigureAwait(false);
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

    private sealed class Waiting
    {
        public long Id { get; init; }

        public string? OrgName { get; init; }

        public string? Email { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }

        public string? Evidence { get; init; }
    }

    private sealed class Authentic
    {
        public long Id { get; init; }

        public required string Signer { get; init; }

        public DateTimeOffset ReceivedAt { get; init; }
    }
}
