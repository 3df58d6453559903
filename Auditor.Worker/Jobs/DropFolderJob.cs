using Auditor.Worker.Reports;
using Hangfire;

namespace Auditor.Worker.Jobs;

/// <summary>Takes in what lies in the drop folder. Running it twice does no harm.</summary>
internal sealed class DropFolderJob(DropFolderSweep sweep)
{
    /// <summary>The job; the next minute tries again what fails.</summary>
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
