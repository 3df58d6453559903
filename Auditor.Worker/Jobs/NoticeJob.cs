using Auditor.Worker.Notices;
using Hangfire;

namespace Auditor.Worker.Jobs;

/// <summary>Sends the notices and heartbeats that are due. Running it twice sends nothing twice.</summary>
internal sealed class NoticeJob(NoticeRound round)
{
    /// <summary>The job; the next minute looks again.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) => round.RunAsync(cancellationToken);
}
