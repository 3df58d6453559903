using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Backups;

/// <summary>Makes the backup that is due, or asked for. What is due follows from the runs in the database, so rounds may be missed and doubled.</summary>
internal sealed class BackupRound(
    AuditorDatabase database, BackupFolder folder, SettingsStore settings, SettingSecrets secrets, Leases leases, RequestBook requests, JobRunLog runs, TimeProvider time, ILogger<BackupRound> logger)
{
    // A backup may take longer: whoever takes the request then finds the folder held, and leaves it.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>One look at what is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var asked = await leases.TakeRequestsAsync(WorkKind.Backup, 1, Lease, cancellationToken).ConfigureAwait(false);
        try
        {
            if ((asked.Count > 0 || await IsDueAsync(cancellationToken).ConfigureAwait(false)) && await MakeAsync(asked.Count > 0, cancellationToken).ConfigureAwait(false) is { } done)
            {
                foreach (var request in asked)
                {
                    await requests.DoneAsync(request.Id, done.Error, CancellationToken.None).ConfigureAwait(false);
                }

                return;
            }

            await ReleaseAsync(asked).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await ReleaseAsync(asked).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The last moment at which a backup was due; null when none ever is.</summary>
    internal static DateTimeOffset? LastDue(WorkerSettings settings, DateTimeOffset now)
    {
        var schedule = new NightlySchedule(settings.TimeZone, settings.BackupAt);
        var last = schedule.LastUntil(now);
        return settings.BackupRhythm switch
        {
            BackupRhythm.Daily => last,
            BackupRhythm.Weekly => Sunday(schedule, last),
            _ => null,
        };
    }

    /// <summary>The next moment at which a backup is due; null when none ever is.</summary>
    internal static DateTimeOffset? NextDue(WorkerSettings settings, DateTimeOffset now)
    {
        if (settings.BackupRhythm == BackupRhythm.Never)
        {
            return null;
        }

        var schedule = new NightlySchedule(settings.TimeZone, settings.BackupAt);
        var next = schedule.NextAfter(now);
        while (settings.BackupRhythm == BackupRhythm.Weekly && schedule.LocalDay(next).DayOfWeek != DayOfWeek.Sunday)
        {
            next = schedule.NextAfter(next);
        }

        return next;
    }

    private static DateTimeOffset Sunday(NightlySchedule schedule, DateTimeOffset last)
    {
        while (schedule.LocalDay(last).DayOfWeek != DayOfWeek.Sunday)
        {
            last = schedule.LastUntil(last.AddTicks(-1));
        }

        return last;
    }

    // A run that was cut short ended neither way, so it does not count.
    private async Task<bool> IsDueAsync(CancellationToken cancellationToken)
    {
        if (LastDue(await settings.ReadAsync(cancellationToken).ConfigureAwait(false), time.GetUtcNow()) is not { } due
            || !await IsWantedAsync(cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return !await context.JobRuns.AnyAsync(r => r.Name == JobRun.BackupName && r.StartedAt >= due && (r.Outcome == JobOutcome.Succeeded || r.Outcome == JobOutcome.Failed), cancellationToken).ConfigureAwait(false);
    }

    // Who set no passphrase wants no backups; one that cannot be read fails a run, which is told.
    private async Task<bool> IsWantedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await secrets.ReadAsync(SettingCatalogue.BackupPassphrase, cancellationToken).ConfigureAwait(false)).Origin != SecretOrigin.None;
        }
        catch (StorageException e) when (e.Fault == StorageFault.Configuration)
        {
            return true;
        }
    }

    // Null while another process makes one.
    private async Task<Outcome?> MakeAsync(bool isAsked, CancellationToken cancellationToken)
    {
        var (held, refusal) = Take();
        using (held)
        {
            if (refusal is null && (held is null || (!isAsked && !await IsDueAsync(cancellationToken).ConfigureAwait(false))))
            {
                return null;
            }

            try
            {
                await runs.RecordAsync(JobRun.BackupName, () => refusal is null ? WriteAsync(cancellationToken) : throw refusal, cancellationToken).ConfigureAwait(false);
                return new Outcome(null);
            }
            catch (Exception e) when (e is BackupException or StorageException)
            {
                // The run's record says it on the pages; the next one is due at its time.
                logger.LogError("The backup failed: {Error}", e.Message);
                return new Outcome(e.Message);
            }
        }
    }

    private (FileStream? Held, BackupException? Refusal) Take()
    {
        try
        {
            return (folder.Take(), null);
        }
        catch (BackupException e)
        {
            return (null, e);
        }
    }

    private async Task<int> WriteAsync(CancellationToken cancellationToken)
    {
        var (passphrase, origin) = await secrets.ReadAsync(SettingCatalogue.BackupPassphrase, cancellationToken).ConfigureAwait(false);
        if (passphrase is null)
        {
            throw new BackupException(BackupFault.NoPassphrase, origin == SecretOrigin.Unreadable
                ? "The key ring that protected the passphrase is gone: type it in again, or restore the folder keys/ that belongs to the database."
                : $"There is no passphrase: set it in Settings, Backup, or with {SettingCatalogue.BackupPassphrase}.");
        }

        var path = folder.FullPath(time.GetUtcNow());
        var content = await new BackupArchive(database, time).WriteAsync(path, passphrase, cancellationToken).ConfigureAwait(false);
        var pruned = folder.Prune((await settings.ReadAsync(cancellationToken).ConfigureAwait(false)).BackupsKept);
        logger.LogInformation("Backup {File}: {Rows} rows, read back; {Pruned} older ones deleted", Path.GetFileName(path), content.Rows, pruned);
        return (int)Math.Min(content.Rows, int.MaxValue);
    }

    private async Task ReleaseAsync(IEnumerable<LeasedRequest> asked)
    {
        foreach (var request in asked)
        {
            await requests.ReleaseAsync(request.Id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private sealed record Outcome(string? Error);
}
