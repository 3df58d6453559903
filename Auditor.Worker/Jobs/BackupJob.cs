using Auditor.Worker.Backups;
using Hangfire;

namespace Auditor.Worker.Jobs;

/// <summary>Makes the backup that is due or asked for. Running it twice makes none twice.</summary>
internal sealed class BackupJob(BackupRound round)
{
    /// <summary>The job; the next minute looks again.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) => round.RunAsync(cancellationToken);
}
