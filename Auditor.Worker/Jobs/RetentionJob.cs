using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Deletes what is older than the settings say, in small steps, so that other writers wait a moment only. Daily figures, scores and changes
/// stay for good; domains under legal hold lose nothing.
/// </summary>
internal sealed class RetentionJob(IDbContextFactory<AuditorDbContext> contexts, SettingsStore settings, JobRunLog runs, TimeProvider time, ILogger<RetentionJob> logger)
{
    /// <summary>Reports or audits of one step.</summary>
    private const int Step = 200;

    /// <summary>Ledger entries, quarantined parts and records of runs of one step.</summary>
    private const int SmallStep = 2000;

    /// <summary>Days that records of job runs are kept; the jobs page shows the last thirty runs.</summary>
    private const int JobRunDays = 90;

    /// <summary>The job; running it twice deletes nothing more.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var limits = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var run = await runs.BeginAsync("retention", null, cancellationToken).ConfigureAwait(false);
        var done = 0;
        try
        {
            done += await InStepsAsync(c => DropRowsAsync(c, Before(limits.RowDays), cancellationToken), cancellationToken).ConfigureAwait(false);
            done += await InStepsAsync(c => DropAuditDocumentsAsync(c, Before(limits.AuditDays), cancellationToken), cancellationToken).ConfigureAwait(false);
            done += await InStepsAsync(c => DropLedgerAsync(c, Before(limits.LedgerDays), cancellationToken), cancellationToken).ConfigureAwait(false);
            done += await InStepsAsync(c => DropQuarantineAsync(c, Before(limits.LedgerDays), cancellationToken), cancellationToken).ConfigureAwait(false);
            done += await InStepsAsync(c => DropRecordsAsync(c, Before(JobRunDays), cancellationToken), cancellationToken).ConfigureAwait(false);
            await runs.EndAsync(run, JobOutcome.Succeeded, done, 0, null, CancellationToken.None).ConfigureAwait(false);
            logger.LogInformation("Retention: {Count} records deleted", done);
        }
        catch (OperationCanceledException)
        {
            await runs.EndAsync(run, JobOutcome.Cancelled, done, 0, null, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private DateTimeOffset Before(int days) => time.GetUtcNow().AddDays(-days);

    private async Task<int> InStepsAsync(Func<AuditorDbContext, Task<int>> step, CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await using (context.ConfigureAwait(false))
            {
                var done = await step(context).ConfigureAwait(false);
                if (done == 0)
                {
                    return total;
                }

                total += done;
            }
        }
    }

    private static async Task<int> DropRowsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ids = await context.Reports.Where(r => r.HasRows && r.End < before && !context.Domains.Any(d => d.LegalHold && d.Name == r.PolicyDomain))
            .OrderBy(r => r.End).Select(r => r.Id).Take(Step).ToListAsync(cancellationToken).ConfigureAwait(false);
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        await context.Rows.Where(r => ids.Contains(r.ReportId)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Reports.Where(r => ids.Contains(r.Id)).ExecuteUpdateAsync(set => set.SetProperty(r => r.HasRows, false), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return ids.Count;
    }

    // The last audit of a domain stays whole, however old it is: pages show it.
    private static async Task<int> DropAuditDocumentsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ids = await context.Audits
            .Where(a => a.Document != null && a.AuditedAt < before && !context.Domains.Any(d => d.Id == a.DomainId && (d.LegalHold || d.LastAuditId == a.Id)))
            .OrderBy(a => a.Id).Select(a => a.Id).Take(Step).ToListAsync(cancellationToken).ConfigureAwait(false);
        return await context.Audits.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(set => set.SetProperty(a => a.Document, (byte[]?)null), cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> DropLedgerAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ids = await context.Ledger.Where(e => e.At < before)
            .OrderBy(e => e.At).Select(e => e.Id).Take(SmallStep).ToListAsync(cancellationToken).ConfigureAwait(false);
        return await context.Ledger.Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> DropQuarantineAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var ids = await context.Quarantine.Where(q => q.LastSeenAt < before).OrderBy(q => q.Id).Select(q => q.Id).Take(Step).ToListAsync(cancellationToken).ConfigureAwait(false);
        await context.Ledger.Where(e => e.QuarantinedPartId != null && ids.Contains(e.QuarantinedPartId.Value))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.QuarantinedPartId, (long?)null), cancellationToken).ConfigureAwait(false);
        return await context.Quarantine.Where(q => ids.Contains(q.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<int> DropRecordsAsync(AuditorDbContext context, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var runs = await context.JobRuns.Where(r => r.StartedAt < before).OrderBy(r => r.Id).Select(r => r.Id).Take(SmallStep).ToListAsync(cancellationToken).ConfigureAwait(false);
        var done = await context.JobRuns.Where(r => runs.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        var requests = await context.WorkRequests.Where(r => r.DoneAt != null && r.DoneAt < before).Select(r => r.Id).Take(SmallStep).ToListAsync(cancellationToken).ConfigureAwait(false);
        return done + await context.WorkRequests.Where(r => requests.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
