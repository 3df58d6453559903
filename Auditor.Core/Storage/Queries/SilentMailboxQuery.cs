using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A mailbox that is read and brings no reports.</summary>
/// <param name="Id">Its id.</param>
/// <param name="UserName">Its user.</param>
/// <param name="Host">Its server.</param>
/// <param name="LastDay">The day on which it last brought a report, UTC; null when it never did.</param>
/// <param name="Days">Days since then, or since it was added.</param>
/// <param name="Usual">The median of days between two days with reports; null when it never brought enough.</param>
/// <param name="IsFailing">True when the last poll failed: then the mails may lie there unread.</param>
public sealed record SilentMailbox(int Id, string UserName, string Host, DateOnly? LastDay, int Days, double? Usual, bool IsFailing);

/// <summary>
/// Tells which mailboxes fell silent, each by its own rhythm, and which never brought a report. It reads the counts of runs, not the ledger, and a poll that finds nothing
/// leaves no run: the answer costs the same however much was taken in.
/// </summary>
public sealed class SilentMailboxQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, IThresholds? thresholds = null)
{
    private const int RhythmDays = 60;

    /// <summary>The silent ones, longest first.</summary>
    public async Task<IReadOnlyList<SilentMailbox>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var mailboxes = await db.Mailboxes.AsNoTracking().Where(m => m.Enabled).Select(m => new { m.Id, m.UserName, m.Host, m.CreatedAt, Fails = m.LastError != null }).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (mailboxes.Count == 0)
        {
            return [];
        }

        var limits = await thresholds.OfAsync(cancellationToken).ConfigureAwait(false);
        var today = UnixDay.Of(clock.GetUtcNow().ToUnixTimeSeconds());
        var since = clock.GetUtcNow().AddDays(-RhythmDays);
        var runs = await db.IntakeRuns.AsNoTracking().Where(r => r.MailboxId != null && r.StartedAt >= since && (r.Imported > 0 || r.Empty > 0))
            .Select(r => new { r.MailboxId, r.StartedAt }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var days = runs.ToLookup(r => r.MailboxId!.Value, r => UnixDay.Of(r.StartedAt.ToUnixTimeSeconds()));
        var silent = new List<SilentMailbox>();
        foreach (var mailbox in mailboxes)
        {
            var rhythm = new ReporterRhythm([.. days[mailbox.Id].Distinct().Order()], 0);
            if (rhythm.Days.Count == 0)
            {
                var last = await LastAsync(db, mailbox.Id, cancellationToken).ConfigureAwait(false);
                var waited = today.DayNumber - (last ?? UnixDay.Of(mailbox.CreatedAt.ToUnixTimeSeconds())).DayNumber;
                if (last is not null || waited > limits.MailboxFirstDays)
                {
                    silent.Add(new SilentMailbox(mailbox.Id, mailbox.UserName, mailbox.Host, last, waited, null, mailbox.Fails));
                }
            }
            else if (rhythm.SilentFor(today, limits.SilentGaps) is { } quiet)
            {
                silent.Add(new SilentMailbox(mailbox.Id, mailbox.UserName, mailbox.Host, rhythm.Days[^1], quiet, rhythm.MedianGap, mailbox.Fails));
            }
        }

        return [.. silent.OrderByDescending(s => s.Days).ThenBy(s => s.UserName, StringComparer.Ordinal)];
    }

    // Of one that was silent for longer than the rhythm looks back.
    private static async Task<DateOnly?> LastAsync(AuditorDbContext db, int id, CancellationToken cancellationToken) =>
        await db.IntakeRuns.Where(r => r.MailboxId == id && (r.Imported > 0 || r.Empty > 0)).MaxAsync(r => (DateTimeOffset?)r.StartedAt, cancellationToken).ConfigureAwait(false) is { } at
            ? UnixDay.Of(at.ToUnixTimeSeconds())
            : null;
}
