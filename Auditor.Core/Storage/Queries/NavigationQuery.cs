using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>The counts beside the navigation; zero is not shown.</summary>
/// <param name="DomainsInNeed">Domains with an error, or of which the last audit could tell no score.</param>
/// <param name="IntakeTroubles">Mailboxes whose last poll failed.</param>
public sealed record NavigationCounts(int DomainsInNeed, int IntakeTroubles);

/// <summary>Reads the counts of the navigation.</summary>
public sealed class NavigationQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public async Task<NavigationCounts> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return new NavigationCounts(
            await db.Domains.CountAsync(d => !d.Paused && (d.ErrorCount > 0 || d.ScoreIsStale || (d.LastAuditAt != null && d.ScoredAt == null)), cancellationToken).ConfigureAwait(false),
            await db.Mailboxes.CountAsync(m => m.Enabled && m.LastError != null, cancellationToken).ConfigureAwait(false));
    }
}
