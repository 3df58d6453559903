using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What the jobs page shows.</summary>
public sealed record JobsPage
{
    /// <summary>Runs that have not ended, newest first; one that was killed stays here for a while, see <see cref="JobRunItem.IsLost"/>.</summary>
    public IReadOnlyList<JobRunItem> Running { get; init; } = [];

    /// <summary>Runs that ended, newest first, <see cref="JobsQuery.MostRuns"/> at most.</summary>
    public IReadOnlyList<JobRunItem> Ended { get; init; } = [];

    /// <summary>What people asked for and no worker has done yet, oldest first.</summary>
    public IReadOnlyList<WorkItem> Waiting { get; init; } = [];

    public int WaitingTotal { get; init; }

    /// <summary>What people asked for and could not be done in the last seven days, newest first; asked for again, it leaves the list.</summary>
    public IReadOnlyList<WorkItem> Failed { get; init; } = [];

    /// <summary>Domains that are not paused, and how many of them an audit is due for.</summary>
    public (int Domains, int Due) Audits { get; init; }
}

/// <summary>
/// One run. <c>Left</c> is how long it will still take at the speed so far, null when that cannot be told; <c>IsLost</c> is true for one that began so long
/// ago that its process must be gone.
/// </summary>
public sealed record JobRunItem(
    long Id, string Name, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, JobOutcome Outcome, int Done, int Failed, int? Total, string? Error, TimeSpan? Left, bool IsLost);

/// <summary>One thing that was asked for.</summary>
public sealed record WorkItem(long Id, WorkKind Kind, string Target, string? CreatedBy, DateTimeOffset CreatedAt, bool IsTaken, string? Error);

/// <summary>Reads what the worker does and did.</summary>
public sealed class JobsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int MostRuns = 30;

    private const int MostItems = 50;
    private static readonly TimeSpan LostAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan FailedFor = TimeSpan.FromDays(7);

    /// <param name="name">Only the runs of this job; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<JobsPage> ReadAsync(string? name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var runs = db.JobRuns.AsNoTracking().Where(r => string.IsNullOrEmpty(name) || r.Name == name).OrderByDescending(r => r.StartedAt).ThenByDescending(r => r.Id);
        var open = db.WorkRequests.AsNoTracking().Where(r => r.DoneAt == null);
        var since = now - FailedFor;
        var failed = db.WorkRequests.AsNoTracking().Where(r => r.Error != null && r.DoneAt >= since
            && !db.WorkRequests.Any(later => later.Id > r.Id && later.Kind == r.Kind && later.Target == r.Target));
        return new JobsPage
        {
            Running = [.. (await runs.Where(r => r.FinishedAt == null).Take(MostRuns).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(r => Item(r, now))],
            Ended = [.. (await runs.Where(r => r.FinishedAt != null).Take(MostRuns).ToListAsync(cancellationToken).ConfigureAwait(false)).Select(r => Item(r, now))],
            Waiting = await Items(open.OrderBy(r => r.Id), cancellationToken).ConfigureAwait(false),
            WaitingTotal = await open.CountAsync(cancellationToken).ConfigureAwait(false),
            Failed = await Items(failed.OrderByDescending(r => r.Id), cancellationToken).ConfigureAwait(false),
            Audits = (
                await db.Domains.CountAsync(d => !d.Paused, cancellationToken).ConfigureAwait(false),
                await db.Domains.CountAsync(d => !d.Paused && d.NextAuditAt <= now, cancellationToken).ConfigureAwait(false)),
        };
    }

    private static async Task<List<WorkItem>> Items(IQueryable<WorkRequest> requests, CancellationToken cancellationToken) =>
        await requests.Take(MostItems).Select(r => new WorkItem(r.Id, r.Kind, r.Target, r.CreatedBy, r.CreatedAt, r.TakenAt != null, r.Error)).ToListAsync(cancellationToken).ConfigureAwait(false);

    private static JobRunItem Item(JobRun run, DateTimeOffset now) => new(
        run.Id, run.Name, run.StartedAt, run.FinishedAt, run.Outcome, run.Done, run.Failed, run.Total, run.Error, Left(run, now), run.FinishedAt is null && now - run.StartedAt > LostAfter);

    private static TimeSpan? Left(JobRun run, DateTimeOffset now)
    {
        var done = run.Done + run.Failed;
        return run.FinishedAt is null && run.Total > done && done > 0 ? (now - run.StartedAt) * ((run.Total.Value - done) / (double)done) : null;
    }
}
