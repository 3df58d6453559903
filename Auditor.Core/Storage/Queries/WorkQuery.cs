using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reads how far work is that people asked for.</summary>
public sealed class WorkQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    /// <summary>Names of all domains that are not paused.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Domains.Where(d => !d.Paused).OrderBy(d => d.Name).Select(d => d.Name).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Audits that were asked for and are not done: of one domain, or of all when it is null.</summary>
    public async Task<int> OpenAuditsAsync(string? domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.WorkRequests.CountAsync(r => r.Kind == WorkKind.Audit && r.DoneAt == null && (domain == null || r.Target == domain), cancellationToken).ConfigureAwait(false);
    }
}
