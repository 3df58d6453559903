using Hangfire;

namespace Auditor.Worker.Jobs;

/// <summary>The entry point of blocklists for the scheduler. Whatever fails is still due: the next quarter of an hour tries again.</summary>
internal sealed class BlocklistJob(BlocklistSweep sweep)
{
    /// <summary>Asks lists what is due. A second run finds nothing to do.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
