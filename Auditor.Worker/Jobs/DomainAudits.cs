using Auditor.Core.Auditing;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Audits one leased domain and stores the audit, which gives the lease back.</summary>
internal sealed class DomainAudits(
    AuditorDatabase database, AuditRequestQuery requests, AuditWriter writer, AuditProgress progress, TimeProvider time, ILogger<DomainAudits> logger) : IDisposable
{
    /// <summary>When a domain is tried again whose audit broke: a defect of ours must not stop it for a whole day, nor be met every minute.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    // Saving is short; side by side it would only queue for SQLite's one writer, which is not fair to those that wait.
    private readonly SemaphoreSlim saving = new(1);

    /// <summary>Audits the domain.</summary>
    /// <returns>What went wrong, in one line; null when it is stored, or no longer monitored.</returns>
    /// <exception cref="StorageException">The database cannot be used: no other domain would fare better.</exception>
    public async Task<string?> RunAsync(LeasedDomain domain, AuditLooks looks, NightlySchedule schedule, RunCount count, CancellationToken cancellationToken)
    {
        progress.Started(domain.Name, time.GetUtcNow(), count.Finished, count.Total);
        int? score = null;
        string? error = null;
        try
        {
            score = await AuditAsync(domain, looks, schedule, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            error = "The audit was stopped.";
            throw;
        }
        catch (Exception e) when (StorageFaults.Explain(e, database.Options) is { } fault)
        {
            error = fault.Message;
            throw fault;
        }
        catch (Exception e)
        {
            // The error boundary of one audit: the others of the run go on.
            logger.LogError(e, "The audit of {Domain} broke", domain.Name);
            error = $"The audit of {domain.Name} broke: {e.Message}";
            await PostponeAsync(domain.Id, cancellationToken).ConfigureAwait(false);
            return error;
        }
        finally
        {
            count.Finish(error is not null);
            progress.Finished(new AuditStep(domain.Name, error is null ? AuditStage.Done : AuditStage.Failed, count.Finished, count.Total, score, error));
        }
    }

    public void Dispose() => saving.Dispose();

    private async Task<int?> AuditAsync(LeasedDomain domain, AuditLooks looks, NightlySchedule schedule, CancellationToken cancellationToken)
    {
        if (await requests.FindAsync(domain.Name, cancellationToken).ConfigureAwait(false) is not { } request)
        {
            return null;
        }

        var first = await looks.FirstAsync(request, cancellationToken).ConfigureAwait(false);
        var second = SecondLook.IsNeeded(request, first)
            ? await looks.SecondAsync(SecondLook.Request(request, first), cancellationToken).ConfigureAwait(false)
            : null;
        var audit = second ?? first;
        await saving.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await writer.SaveAsync(audit, schedule.NextAfter(time.GetUtcNow()), second is null ? null : first, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            saving.Release();
        }

        return audit.Score.Value;
    }

    private async Task PostponeAsync(int id, CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow() + AfterFailure;
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            await context.Domains.Where(d => d.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.NextAuditAt, next).SetProperty(d => d.AuditLeaseUntil, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Counts a run's domains from several threads.</summary>
internal sealed class RunCount
{
    private int total;
    private int finished;
    private int failed;

    public int Total => total;

    public int Finished => finished;

    public int Failed => failed;

    public void Add(int domains) => Interlocked.Add(ref total, domains);

    public void Finish(bool hasFailed)
    {
        if (hasFailed)
        {
            Interlocked.Increment(ref failed);
        }

        Interlocked.Increment(ref finished);
    }
}
