using Auditor.Core.Findings;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Notices;

/// <summary>Reads what a notice may tell: the questions of Overview and Changes, with the notice's own beginning.</summary>
public sealed class NoticeQuery(IDbContextFactory<AuditorDbContext> contexts, ReportMapQuery reporters, SilentMailboxQuery mailboxes, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    /// <summary>Lines of one kind; of more, their number is told.</summary>
    public const int MostLines = 20;

    /// <param name="since">What was noticed later is news.</param>
    /// <param name="night">When the last nightly audit was due.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<NoticeFacts> ReadAsync(DateTimeOffset since, DateTimeOffset night, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var domains = db.Domains.Where(d => !d.Paused);
        var failing = await domains.CountAsync(d => d.LastAuditAt != null && d.ErrorCount > 0, cancellationToken).ConfigureAwait(false);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var actions = failing == 0 ? [] : await OverviewQuery.ActionsAsync(db, today, tiers, Math.Min(failing, MostLines), cancellationToken).ConfigureAwait(false);
        var sources = await NewSources.ReadAsync(db, since, null, MostLines, cancellationToken).ConfigureAwait(false);

        // One that cannot be read brings nothing: that is told once.
        var limits = await thresholds.OfAsync(cancellationToken).ConfigureAwait(false);
        var failed = await FailingAsync(db, limits.FailedPolls, cancellationToken).ConfigureAwait(false);
        return new NoticeFacts
        {
            Since = since,
            At = now,
            Night = await NightAsync(db, night, now, cancellationToken).ConfigureAwait(false),
            Domains = await domains.CountAsync(cancellationToken).ConfigureAwait(false),
            Audited = await domains.CountAsync(d => d.LastAuditAt != null, cancellationToken).ConfigureAwait(false),
            Unknown = await domains.CountAsync(d => d.LastAuditAt != null && (d.ScoreIsStale || d.ScoredAt == null), cancellationToken).ConfigureAwait(false),
            Mailboxes = await db.Mailboxes.CountAsync(m => m.Enabled, cancellationToken).ConfigureAwait(false),
            Actions = new FirstOf<ActionItem>(actions, failing),
            Findings = await FindingsAsync(db, since, today, cancellationToken).ConfigureAwait(false),
            Changes = await ChangesAsync(db, since, cancellationToken).ConfigureAwait(false),
            Moves = new FirstOf<MoveItem>(
                await MoveItem.ReadAsync(db, since, null, MostLines, cancellationToken).ConfigureAwait(false),
                await db.PolicyMoves.CountAsync(m => m.MovedAt >= since && m.FromStage != null, cancellationToken).ConfigureAwait(false)),
            Listings = new FirstOf<Listing>(
                await Listing.ReadAsync(db, since, null, MostLines, cancellationToken).ConfigureAwait(false), await Listing.Of(db, since).CountAsync(cancellationToken).ConfigureAwait(false)),
            Delistings = new FirstOf<Delisting>(
                await Delisting.ReadAsync(db, since, null, MostLines, cancellationToken).ConfigureAwait(false), await Delisting.Of(db, since).CountAsync(cancellationToken).ConfigureAwait(false)),
            Sources = new FirstOf<NewSource>(sources.First, sources.Total),
            FailingMailboxes = failed,
            SilentMailboxes = First([.. (await mailboxes.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(s => !failed.Items.Any(f => f.UserName == s.UserName && f.Host == s.Host))]),
            SilentReporters = First([.. (await reporters.SilentAsync(cancellationToken).ConfigureAwait(false)).Select(s => Silent(s.Reporter, s.Days, since, limits.SilentGaps))]),
            FailedBackup = await FailedBackupAsync(db, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>How the nightly audit stands that was due at a time.</summary>
    public async Task<NightState> NightAsync(DateTimeOffset night, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await NightAsync(db, night, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    // Told by the domains, not by the run: a night that a stopped machine missed is caught up by runs of another name.
    private static async Task<NightState> NightAsync(AuditorDbContext db, DateTimeOffset night, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = db.Domains.Where(d => !d.Paused && d.CreatedAt < night);
        var missed = await due.CountAsync(d => d.LastAuditAt == null || d.LastAuditAt < night, cancellationToken).ConfigureAwait(false);
        return new NightState(
            night,
            await due.CountAsync(cancellationToken).ConfigureAwait(false),
            missed,
            missed > 0 && await due.AnyAsync(d => d.AuditLeaseUntil >= now, cancellationToken).ConfigureAwait(false));
    }

    // All of a new domain's findings are as old as itself: they are no news, and its errors need action anyway.
    private static async Task<FirstOf<NewFinding>> FindingsAsync(AuditorDbContext db, DateTimeOffset since, DateOnly today, CancellationToken cancellationToken)
    {
        var found = db.Findings
            .Where(f => f.Severity >= Severity.Warning && f.FirstSeenAt > since && !Listing.Codes.Contains(f.Code) && (f.AcceptedUntil == null || f.AcceptedUntil < today))
            .Join(db.Domains.Where(d => !d.Paused && d.CreatedAt <= since), f => f.DomainId, d => d.Id, (f, d) => new { Finding = f, d.Name });
        return new FirstOf<NewFinding>(
            await found.OrderByDescending(f => f.Finding.Severity).ThenBy(f => f.Name).ThenBy(f => f.Finding.Code).ThenBy(f => f.Finding.Subject).Take(MostLines)
                .Select(f => new NewFinding(f.Name, f.Finding.Severity, f.Finding.Code, f.Finding.Title, f.Finding.Subject, f.Finding.FirstSeenAt)).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task<FirstOf<ChangeItem>> ChangesAsync(AuditorDbContext db, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = db.Changes.Where(c => c.ChangedAt > since && c.ConfirmedBy != null).Join(db.Domains, c => c.DomainId, d => d.Id, (c, d) => new { Change = c, d.Name });
        return new FirstOf<ChangeItem>(
            await found.OrderByDescending(f => f.Change.ChangedAt).ThenBy(f => f.Change.Id).Take(MostLines)
                .Select(f => new ChangeItem(f.Change.Id, f.Name, f.Change.ChangedAt, f.Change.Name, f.Change.Type, f.Change.Before, f.Change.After)).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task<FirstOf<FailingMailbox>> FailingAsync(AuditorDbContext db, int polls, CancellationToken cancellationToken)
    {
        var found = db.Mailboxes.Where(m => m.Enabled && m.LastError != null && m.FailureCount >= polls);
        return new FirstOf<FailingMailbox>(
            await found.OrderBy(m => m.UserName).ThenBy(m => m.Id).Take(MostLines).Select(m => new FailingMailbox(m.UserName, m.Host, m.LastError!, m.LastSuccessAt)).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.CountAsync(cancellationToken).ConfigureAwait(false));
    }

    // What is under way or was cut short says nothing yet.
    private static async Task<FailedBackup?> FailedBackupAsync(AuditorDbContext db, CancellationToken cancellationToken)
    {
        var ended = db.JobRuns.Where(r => r.Name == JobRun.BackupName && (r.Outcome == JobOutcome.Succeeded || r.Outcome == JobOutcome.Failed)).OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id);
        if (await ended.FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is not { Outcome: JobOutcome.Failed } last)
        {
            return null;
        }

        var good = await ended.Where(r => r.Outcome == JobOutcome.Succeeded).Select(r => (DateTimeOffset?)r.StartedAt).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return new FailedBackup(last.StartedAt, last.Error ?? "", good);
    }

    private static SilentReporter Silent(ReporterLine reporter, int days, DateTimeOffset since, int gaps) =>
        new(reporter.Name, days, reporter.Rhythm.MedianGap ?? 0, reporter.Rhythm.SilentFor(DateOnly.FromDateTime(since.UtcDateTime), gaps) is null);

    private static FirstOf<T> First<T>(IReadOnlyList<T> all) => new([.. all.Take(MostLines)], all.Count);
}
