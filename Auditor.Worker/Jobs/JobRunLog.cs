using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>Keeps the records of runs that the jobs page shows.</summary>
public sealed class JobRunLog(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    /// <summary>Characters kept of an error.</summary>
    private const int MaxError = 500;

    /// <summary>Begins a run; returns its id.</summary>
    public async Task<long> BeginAsync(string name, int? total, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var run = new JobRun { Name = name, StartedAt = time.GetUtcNow(), Outcome = JobOutcome.Running, Total = total };
            context.JobRuns.Add(run);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return run.Id;
        }
    }

    /// <summary>Notes how far a run is.</summary>
    public Task ProgressAsync(long id, int done, int failed, int? total, CancellationToken cancellationToken) =>
        UpdateAsync(id, run => (run.Done, run.Failed, run.Total) = (done, failed, total), cancellationToken);

    /// <summary>Ends a run.</summary>
    public Task EndAsync(long id, JobOutcome outcome, int done, int failed, string? error, CancellationToken cancellationToken) =>
        UpdateAsync(
            id,
            run => (run.Outcome, run.Done, run.Failed, run.Error, run.FinishedAt) =
                (outcome, done, failed, error is { Length: > MaxError } ? error[..MaxError] : error, time.GetUtcNow()),
            cancellationToken);

    /// <summary>Records work from its beginning to its end, however it ends; the work returns how many items it did.</summary>
    public async Task RecordAsync(string name, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var run = await BeginAsync(name, null, cancellationToken).ConfigureAwait(false);
        try
        {
            var done = await work().ConfigureAwait(false);
            await EndAsync(run, JobOutcome.Succeeded, done, 0, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(run, JobOutcome.Cancelled, 0, 0, null, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            // The boundary of a job: the record says why, the log has the rest.
            await EndAsync(run, JobOutcome.Failed, 0, 0, e.Message, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task UpdateAsync(long id, Action<JobRun> change, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var run = await context.JobRuns.SingleAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
            change(run);
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
