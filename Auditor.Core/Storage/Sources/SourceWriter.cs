using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>
/// Sums up who sends as a domain: sums, class, cause and service of each source. It reads rollups and a few recent reports, asks nobody, and may run at any time and
/// any number of times: the result is the same.
/// </summary>
public sealed class SourceWriter(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, SenderCatalogue catalogue, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    /// <summary>Report days that the sums reach back, today among them.</summary>
    public const int Window = 30;

    /// <summary>Sources kept of a domain, most mail first.</summary>
    public const int MostSources = 5_000;

    private const int Batch = 500;

    /// <summary>Sums up a domain. Another program that does so at the same moment is waited out: the next try finds its rows.</summary>
    /// <returns>How many sources it has in the window.</returns>
    public Task<int> RefreshAsync(int domainId, CancellationToken cancellationToken) => Collisions.WaitOutAsync(() => SumUpAsync(domainId, cancellationToken));

    private async Task<int> SumUpAsync(int domainId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await db.Domains.AsNoTracking().Where(d => d.Id == domainId).Select(d => d.Name).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var pass = await SourcePass.ReadAsync(db, domainId, domain, today.AddDays(1 - Window), Window, counted, now, cancellationToken).ConfigureAwait(false);
        var known = await db.Sources.Where(s => s.DomainId == domainId).ToDictionaryAsync(s => new SourceKey(s.SourceIp, s.HeaderFrom), cancellationToken).ConfigureAwait(false);
        var news = new SourceNews(
            known.Values.Select(s => s.HeaderFrom),
            known.Count == 0 ? await pass.FirstDaysAsync(db, cancellationToken).ConfigureAwait(false) : [],
            (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).LearningDays,
            known.Count == 0 ? null : await pass.FirstReportDayAsync(db, cancellationToken).ConfigureAwait(false));
        var written = 0;
        var volumes = new ClassDays(today, Window);
        foreach (var (key, sum) in pass.Largest(MostSources))
        {
            if (!known.Remove(key, out var source))
            {
                source = news.Make(domainId, key, sum, now);
                db.Sources.Add(source);
            }

            Set(source, sum, today);
            await pass.JudgeAsync(source, sum, catalogue, cancellationToken).ConfigureAwait(false);
            volumes.Add(source.Class, sum.Days);
            if (++written % Batch == 0)
            {
                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        // What is left sent nothing in the window: when it did is still worth knowing.
        foreach (var silent in known.Values.Where(s => s.Messages > 0))
        {
            (silent.Messages, silent.Aligned, silent.DkimAligned, silent.SpfAligned, silent.Quarantined, silent.Rejected) = (0, 0, 0, 0, 0, 0);
            (silent.Daily, silent.DailyUntil) = ("", today);
        }

        foreach (var sum in pass.Rest(MostSources))
        {
            volumes.Add(SourceClass.Unknown, sum.Days);
        }

        var volume = await db.ClassVolumes.SingleOrDefaultAsync(v => v.DomainId == domainId, cancellationToken).ConfigureAwait(false)
            ?? db.ClassVolumes.Add(new ClassVolume { DomainId = domainId, Daily = "" }).Entity;
        (volume.Daily, volume.Until) = (volumes.Pack(), today);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await db.Domains.Where(d => d.Id == domainId).ExecuteUpdateAsync(d => d.SetProperty(x => x.SourcesAt, now).SetProperty(x => x.GateAt, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        return written;
    }

    private static void Set(SourceSummary source, SourceSum sum, DateOnly today)
    {
        var first = DateOnly.FromDayNumber(sum.FirstDay);
        (source.FirstDay, source.LastDay) = (first < source.FirstDay ? first : source.FirstDay, DateOnly.FromDayNumber(sum.LastDay));
        (source.Messages, source.Aligned, source.DkimAligned, source.SpfAligned) = (sum.Messages, sum.Aligned, sum.DkimAligned, sum.SpfAligned);
        (source.Quarantined, source.Rejected) = (sum.Quarantined, sum.Rejected);
        (source.Daily, source.DailyUntil) = (sum.Daily, today);
    }
}
