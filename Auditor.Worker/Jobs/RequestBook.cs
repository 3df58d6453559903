using Auditor.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Jobs;

/// <summary>Closes requests.</summary>
internal sealed class RequestBook(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    /// <summary>The request is done, or cannot be done for the reason given.</summary>
    public async Task DoneAsync(long id, string? error, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.WorkRequests.Where(r => r.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(r => r.DoneAt, now).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null).SetProperty(r => r.Error, error), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The request waits again: its target is in other hands just now.</summary>
    public async Task ReleaseAsync(long id, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.WorkRequests.Where(r => r.Id == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null), cancellationToken).ConfigureAwait(false);
        }
    }
}
