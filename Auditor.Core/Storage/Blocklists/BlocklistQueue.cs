using Auditor.Core.Blocklists;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Blocklists;

/// <summary>What lists are still to be asked about, and which domains their answers concern.</summary>
public sealed class BlocklistQueue(AuditorDatabase database, TimeProvider time)
{
    /// <summary>How old an answer is when it is asked for again: daily, with room for a run that takes its time.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(20);

    /// <summary>Records are dropped when nobody asked for so long.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The subjects of all domains that are audited, each once.</summary>
    public Task<List<BlocklistSubject>> SubjectsAsync(CancellationToken cancellationToken) => InContextAsync(async context =>
    {
        var texts = await context.BlocklistTargets.Where(t => context.Domains.Any(d => d.Id == t.DomainId && !d.Paused))
            .Select(t => t.Subject).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
        return texts.Order(StringComparer.Ordinal).Select(BlocklistSubject.Parse).OfType<BlocklistSubject>().ToList();
    });

    /// <summary>The subjects that a list was asked about lately: they are not due.</summary>
    public Task<HashSet<string>> FreshAsync(BlocklistZone zone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return InContextAsync(async context =>
        {
            var (list, since) = (zone.AskedAs, time.GetUtcNow() - RefreshAfter);
            return await context.BlocklistRecords.Where(r => r.List == list && r.AskedAt > since).Select(r => r.Subject).ToHashSetAsync(cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Makes the domains due that a changed answer concerns, so that their next audit, within minutes, shows it.</summary>
    /// <returns>How many.</returns>
    public Task<int> MakeConcernedDueAsync(CancellationToken cancellationToken) => InContextAsync(context =>
    {
        var now = time.GetUtcNow();
        return context.Domains
            .Where(d => !d.Paused && d.NextAuditAt > now && d.LastAuditAt != null
                && context.BlocklistTargets.Any(t => t.DomainId == d.Id && context.BlocklistRecords.Any(r => r.Subject == t.Subject && r.ChangedAt >= d.LastAuditAt)))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAuditAt, now), cancellationToken);
    });

    /// <summary>Drops what nobody asked for any more.</summary>
    public Task<int> ForgetAsync(CancellationToken cancellationToken) => InContextAsync(context =>
    {
        var before = time.GetUtcNow() - Kept;
        return context.BlocklistRecords.Where(r => r.AskedAt < before).ExecuteDeleteAsync(cancellationToken);
    });

    private Task<T> InContextAsync<T>(Func<AuditorDbContext, Task<T>> work) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            return await work(context).ConfigureAwait(false);
        }
    });
}
