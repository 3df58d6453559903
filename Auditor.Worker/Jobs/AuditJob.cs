using Auditor.Core.Storage;
using Auditor.Worker.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>The entry points of audits for the scheduler. Whatever fails is still due: the next minute tries again.</summary>
internal sealed class AuditJob(AuditSweep sweep, SettingsStore settings, ScheduleKeeper schedules, IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    /// <summary>Name of the nightly runs.</summary>
    public const string NightlyRun = "nightly-audit";

    /// <summary>Name of the runs between the nights: new domains, and nights that a stopped machine missed.</summary>
    public const string DueRun = "due-audits";

    /// <summary>Audits what somebody asked for, and what is due.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await schedules.ApplyAsync(cancellationToken).ConfigureAwait(false);
        await sweep.RunAskedAsync(cancellationToken).ConfigureAwait(false);
        await sweep.RunDueAsync(DueRun, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes every domain due that was not audited since the night's time, then audits what is due. A second run finds nothing to do.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunNightlyAsync(CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var night = new NightlySchedule(current.TimeZone, current.NightlyAudit).LastUntil(now);
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.Domains.Where(d => !d.Paused && d.NextAuditAt > now && (d.LastAuditAt == null || d.LastAuditAt < night))
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAuditAt, now), cancellationToken).ConfigureAwait(false);
        }

        await sweep.RunDueAsync(NightlyRun, cancellationToken).ConfigureAwait(false);
    }
}
