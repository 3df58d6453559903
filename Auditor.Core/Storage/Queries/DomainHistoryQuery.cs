using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reads what changed in a domain's DNS, newest first.</summary>
public sealed class DomainHistoryQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 50;

    /// <summary>A page of changes from <paramref name="page"/>, which starts at 0, with the count of all.</summary>
    public async Task<(IReadOnlyList<ChangeItem> Items, int Total)> ReadAsync(string domain, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var changes = db.Changes.AsNoTracking().Where(c => c.DomainId == id);
        var total = await changes.CountAsync(cancellationToken).ConfigureAwait(false);
        var items = await changes.OrderByDescending(c => c.ChangedAt).ThenBy(c => c.Id).Skip(page * PageSize).Take(PageSize)
            .Select(c => new ChangeItem(c.Id, domain, c.ChangedAt, c.Name, c.Type, c.Before, c.After) { BeforeAt = c.BeforeAt, AfterServer = c.AfterServer, ConfirmedBy = c.ConfirmedBy })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return (items, total);
    }
}
