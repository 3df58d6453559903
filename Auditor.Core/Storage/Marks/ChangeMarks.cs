using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Marks;

/// <summary>What is news to one person: DNS changes, steps of policies, new sources and listings that are later than what he has seen.</summary>
/// <param name="Since">Entries later than this are new to him.</param>
/// <param name="Count">How many there are; <see cref="ChangeMarks.MostCounted"/> + 1 stands for any number above.</param>
/// <param name="Newest">Time of the newest of them; null without any.</param>
public sealed record Unread(DateTimeOffset Since, int Count, DateTimeOffset? Newest)
{
    /// <summary>Nothing is new.</summary>
    public static Unread None { get; } = new(DateTimeOffset.MaxValue, 0, null);

    /// <summary>Whether an entry of that time is new.</summary>
    public bool IsNew(DateTimeOffset at) => at > Since;
}

/// <summary>
/// Keeps up to when a person has seen what changed. Only he moves that moment: opening a page does not. Entries carry the time of the audit that noticed them, so what an audit
/// stores after somebody marked all as read, and began before the newest entry that he was shown, counts as seen.
/// </summary>
public sealed class ChangeMarks(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    /// <summary>Further entries are not counted.</summary>
    public const int MostCounted = 99;

    /// <summary>What is older is news to nobody, however long he was away; the page of changes goes back as far.</summary>
    public static readonly TimeSpan NewsFor = TimeSpan.FromDays(30);

    /// <summary>What is new to a person; nothing for somebody who is none of ours.</summary>
    public async Task<Unread> ReadAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await SinceAsync(db, userId, cancellationToken).ConfigureAwait(false) is not { } since)
        {
            return Unread.None;
        }

        var count = 0;
        DateTimeOffset? newest = null;
        foreach (var times in Times(db, since))
        {
            count += await times.Take(MostCounted + 1).CountAsync(cancellationToken).ConfigureAwait(false);
            var last = await times.OrderByDescending(t => t).Select(t => (DateTimeOffset?)t).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            newest = last > newest || newest is null ? last : newest;
        }

        return new Unread(since, Math.Min(count, MostCounted + 1), newest);
    }

    /// <summary>How many entries are new to a person, as <see cref="Unread.Count"/> has it: five short walks along an index.</summary>
    public async Task<int> CountAsync(string userId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var count = 0;
        if (await SinceAsync(db, userId, cancellationToken).ConfigureAwait(false) is { } since)
        {
            foreach (var times in Times(db, since))
            {
                var most = MostCounted + 1 - count;
                count += most == 0 ? 0 : await times.Take(most).CountAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return count;
    }

    /// <summary>Notes that a person has seen all entries up to a time; one that is to come is now, and an earlier one than before changes nothing.</summary>
    public async Task SeenAsync(string userId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var seen = until > now ? now : until;
        await db.Users.Where(u => u.Id == userId && (u.SeenChangesAt == null || u.SeenChangesAt < seen))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.SeenChangesAt, seen), cancellationToken).ConfigureAwait(false);
    }

    // Whoever never marked anything begins where he came in: with his last sign-in before marks were kept, or the day he was added.
    private async Task<DateTimeOffset?> SinceAsync(AuditorDbContext db, string userId, CancellationToken cancellationToken)
    {
        var user = await db.Users.Where(u => u.Id == userId).Select(u => new { u.SeenChangesAt, u.LastSignInAt, u.CreatedAt }).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (user is null)
        {
            return null;
        }

        var seen = user.SeenChangesAt ?? user.LastSignInAt ?? user.CreatedAt;
        var oldest = clock.GetUtcNow() - NewsFor;
        return seen > oldest ? seen : oldest;
    }

    private static IEnumerable<IQueryable<DateTimeOffset>> Times(AuditorDbContext db, DateTimeOffset since) =>
    [
        db.Changes.Where(c => c.ChangedAt > since).Select(c => c.ChangedAt),
        db.PolicyMoves.Where(m => m.FromStage != null && m.MovedAt > since).Select(m => m.MovedAt),
        db.Sources.Where(s => (s.Novelty == SourceNovelty.NewSource || s.Novelty == SourceNovelty.NewName) && s.NotedAt > since).Select(s => s.NotedAt),
        Listing.Of(db, since).Select(f => f.FirstSeenAt),
        Delisting.Of(db, since).Select(f => f.EndedAt),
    ];
}
