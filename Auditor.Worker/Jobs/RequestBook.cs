using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
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

    /// <summary>Something failed that was asked for together with others: it is told as if it had been asked for alone, once.</summary>
    public async Task NoteFailedAsync(WorkKind kind, long target, string error, CancellationToken cancellationToken)
    {
        var (now, text) = (time.GetUtcNow(), target.ToString(CultureInfo.InvariantCulture));
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.WorkRequests.Where(r => r.Kind == kind && r.Target == text && r.DoneAt != null).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            context.WorkRequests.Add(new WorkRequest { Kind = kind, Target = text, CreatedAt = now, DoneAt = now, Error = error });
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What failed before, and is well now, is told no longer.</summary>
    /// <param name="kind">What was asked for.</param>
    /// <param name="targets">What is well.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ForgetFailedAsync(WorkKind kind, IReadOnlyCollection<long> targets, CancellationToken cancellationToken)
    {
        var texts = targets.Select(t => t.ToString(CultureInfo.InvariantCulture)).ToList();
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            await context.WorkRequests.Where(r => r.Kind == kind && r.Error != null && r.DoneAt != null && texts.Contains(r.Target)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
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
