using Auditor.Worker.Settings;
using Hangfire;

namespace Auditor.Worker.Jobs;

/// <summary>Keeps the scheduler's recurring jobs as the settings say.</summary>
internal sealed class ScheduleKeeper(IRecurringJobManager jobs, SettingsStore settings)
{
    private (string Zone, TimeOnly At)? applied;

    /// <summary>Sets the jobs when the schedule changed, or for the first time.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var wanted = (current.TimeZone.Id, current.NightlyAudit);
        if (applied != wanted)
        {
            Schedules.Apply(jobs, current);
            applied = wanted;
        }
    }
}
