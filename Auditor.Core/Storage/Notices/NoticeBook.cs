using System.Security.Cryptography;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Notices;

/// <summary>A notice that this worker is to send.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Day">The morning.</param>
/// <param name="Channel">Where it goes.</param>
/// <param name="Token">The same at every try.</param>
/// <param name="Since">What was noticed later than this is told.</param>
/// <param name="Attempts">Tries with this one.</param>
/// <param name="GivenUp">Days whose notices this one stands in for.</param>
public sealed record ClaimedNotice(long Id, DateOnly Day, NoticeChannel Channel, string Token, DateTimeOffset Since, int Attempts, IReadOnlyList<DateOnly> GivenUp);

/// <summary>A notice as the settings page lists it.</summary>
public sealed record NoticeEntry(
    DateOnly Day, NoticeChannel Channel, string Target, NoticeState State, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? DoneAt, string? Error);

/// <summary>
/// The notices of each morning. A morning and channel has one row, whoever makes it; who takes it holds it for a while, so that two workers do not both send it, and one that
/// died in between is followed by another: at least once, and twice only when a worker dies between the sending and the noting.
/// </summary>
public sealed class NoticeBook(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    /// <summary>A new notice tells nothing that is older, however long the last one is ago.</summary>
    public static readonly TimeSpan TellsAtMost = TimeSpan.FromDays(7);

    /// <summary>Characters kept of an error and of a target.</summary>
    public const int MaxText = 500;

    // What an audit under way stores later carries its time: that much is told by the next notice, were it to be told twice.
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(5);

    // Longer than any sending takes, which is bounded by its own limits.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(100);

    private static readonly NoticeState[] Told = [NoticeState.Sent, NoticeState.Quiet, NoticeState.Begun];

    /// <summary>Makes the morning's notice unless it is there, and gives earlier ones up that still wait.</summary>
    /// <param name="day">The morning, as a local day.</param>
    /// <param name="channel">Where it is to go.</param>
    /// <param name="target">To whom, without secrets.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many earlier ones were given up.</returns>
    public Task<int> OpenAsync(DateOnly day, NoticeChannel channel, string target, CancellationToken cancellationToken) => Collisions.WaitOutAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Notices.AnyAsync(n => n.Day == day && n.Channel == channel, cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var last = await db.Notices.Where(n => n.Channel == channel && n.Day < day && Told.Contains(n.State)).MaxAsync(n => (DateTimeOffset?)n.Until, cancellationToken).ConfigureAwait(false);
        var isFirst = channel != NoticeChannel.Heartbeat && !await db.Notices.AnyAsync(n => n.Channel == channel, cancellationToken).ConfigureAwait(false);
        var oldest = now - TellsAtMost;
        db.Notices.Add(new StoredNotice
        {
            Day = day,
            Channel = channel,
            Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Target = StoredText.Note(target, MaxText),
            Since = last > oldest ? last.Value : oldest,
            Until = now - Unsettled,
            State = isFirst ? NoticeState.Begun : NoticeState.Waiting,
            CreatedAt = now,
            NextAttemptAt = now,
            DoneAt = isFirst ? now : null,
        });
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var old = now - Kept;
        await db.Notices.Where(n => n.CreatedAt < old).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        return await db.Notices.Where(n => n.Channel == channel && n.Day < day && n.State == NoticeState.Waiting)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.State, NoticeState.GivenUp).SetProperty(n => n.LeaseUntil, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
    });

    /// <summary>Whether the morning's notice still has to be sent.</summary>
    public async Task<bool> IsDueAsync(DateOnly day, NoticeChannel channel, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return !await db.Notices.AnyAsync(n => n.Day == day && n.Channel == channel && n.State != NoticeState.Waiting, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The morning's notice, when it is due and nobody is sending it.</summary>
    public async Task<ClaimedNotice?> TakeAsync(DateOnly day, NoticeChannel channel, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var (lease, until) = (now + Lease, now - Unsettled);

        // One statement finds and marks: of two workers the second finds nothing.
        var taken = await db.Notices
            .Where(n => n.Day == day && n.Channel == channel && n.State == NoticeState.Waiting && n.NextAttemptAt <= now && (n.LeaseUntil == null || n.LeaseUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.LeaseUntil, lease).SetProperty(n => n.Until, until).SetProperty(n => n.Attempts, n => n.Attempts + 1), cancellationToken).ConfigureAwait(false);
        if (taken == 0)
        {
            return null;
        }

        var notice = await db.Notices.AsNoTracking().SingleAsync(n => n.Day == day && n.Channel == channel, cancellationToken).ConfigureAwait(false);
        var given = await db.Notices.Where(n => n.Channel == channel && n.Day < day && n.State == NoticeState.GivenUp && n.CreatedAt >= notice.Since)
            .OrderBy(n => n.Day).Select(n => n.Day).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ClaimedNotice(notice.Id, notice.Day, notice.Channel, notice.Token, notice.Since, notice.Attempts, given);
    }

    /// <summary>Notes that it was sent; <paramref name="remark"/> tells what did not go well all the same.</summary>
    public Task SentAsync(ClaimedNotice notice, string? remark, CancellationToken cancellationToken) => CloseAsync(notice, NoticeState.Sent, remark, cancellationToken);

    /// <summary>Notes that there was nothing to tell.</summary>
    public Task QuietAsync(ClaimedNotice notice, CancellationToken cancellationToken) => CloseAsync(notice, NoticeState.Quiet, null, cancellationToken);

    /// <summary>Notes that it could not be sent, and when it is tried again.</summary>
    public async Task FailedAsync(ClaimedNotice notice, string error, TimeSpan wait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (next, text) = (clock.GetUtcNow() + wait, StoredText.Note(error, MaxText));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.Notices.Where(n => n.Id == notice.Id).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.Error, text).SetProperty(n => n.NextAttemptAt, next).SetProperty(n => n.LeaseUntil, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest notices, newest first.</summary>
    public async Task<IReadOnlyList<NoticeEntry>> LastAsync(int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Notices.AsNoTracking().OrderByDescending(n => n.Day).ThenBy(n => n.Channel).Take(most)
            .Select(n => new NoticeEntry(n.Day, n.Channel, n.Target, n.State, n.Attempts, n.CreatedAt, n.State == NoticeState.Waiting ? n.NextAttemptAt : null, n.DoneAt, n.Error))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>From when on a notice of now would tell, were one made.</summary>
    public async Task<DateTimeOffset> SinceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var last = await db.Notices.Where(n => n.Channel != NoticeChannel.Heartbeat && Told.Contains(n.State)).MaxAsync(n => (DateTimeOffset?)n.Until, cancellationToken).ConfigureAwait(false);
        var oldest = clock.GetUtcNow() - TellsAtMost;
        return last > oldest ? last.Value : oldest;
    }

    private async Task CloseAsync(ClaimedNotice notice, NoticeState state, string? error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        var (now, text) = (clock.GetUtcNow(), error is null ? null : StoredText.Note(error, MaxText));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await db.Notices.Where(n => n.Id == notice.Id && n.State == NoticeState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(n => n.State, state).SetProperty(n => n.DoneAt, now).SetProperty(n => n.Error, text).SetProperty(n => n.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken).ConfigureAwait(false);
    }
}
