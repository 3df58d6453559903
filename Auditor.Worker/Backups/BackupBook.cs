using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Backups;

/// <summary>What pages tell of the schedule's backups.</summary>
public sealed class BackupBook(AuditorDatabase database, BackupFolder folder, SettingsStore settings, SettingSecrets secrets, TimeProvider time)
{
    /// <summary>The target of a request: there is one.</summary>
    public const string Target = "all";

    /// <summary>How things stand.</summary>
    /// <exception cref="StorageException">The database cannot be read, or a file that the configuration names with the passphrase.</exception>
    /// <exception cref="Auditor.Core.Storage.Backups.BackupException">The folder cannot be read.</exception>
    public async Task<BackupState> ReadAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        var last = await context.JobRuns.AsNoTracking().Where(r => r.Name == JobRun.BackupName).OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var isAsked = await context.WorkRequests.AnyAsync(r => r.Kind == WorkKind.Backup && r.DoneAt == null, cancellationToken).ConfigureAwait(false);
        var values = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var origin = (await secrets.ReadAsync(SettingCatalogue.BackupPassphrase, cancellationToken).ConfigureAwait(false)).Origin;
        return new BackupState(folder.Path, folder.List(), last, isAsked, origin, origin == SecretOrigin.None ? null : BackupRound.NextDue(values, time.GetUtcNow()));
    }
}

/// <summary>How things stand with backups.</summary>
/// <param name="Folder">Where they lie.</param>
/// <param name="Files">Those that are there, newest first.</param>
/// <param name="LastRun">The last time that one was made or tried; null when none ever was.</param>
/// <param name="IsAsked">True while somebody waits for one.</param>
/// <param name="Passphrase">Where the passphrase comes from.</param>
/// <param name="NextAt">When the next one is due; null when none is.</param>
public sealed record BackupState(string Folder, IReadOnlyList<BackupFile> Files, JobRun? LastRun, bool IsAsked, SecretOrigin Passphrase, DateTimeOffset? NextAt);
