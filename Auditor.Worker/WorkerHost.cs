using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Microsoft.Extensions.Hosting;

namespace Auditor.Worker;

/// <summary>Starts the worker's schedule with the process, and looks at once for what came due while no worker ran.</summary>
internal sealed class WorkerHost(ScheduleKeeper schedules, WorkQueue queue) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await schedules.ApplyAsync(cancellationToken).ConfigureAwait(false);
        queue.Poke(WorkKind.Audit);
        queue.Poke(WorkKind.Poll);
        queue.Poke(WorkKind.Reparse);
        queue.Poke(WorkKind.Reread);
        queue.Poke(WorkKind.SelfTest);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
