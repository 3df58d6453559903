using Auditor.Core.Storage.Domains;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>The groups and tags that there are, for filters and suggestions.</summary>
public sealed record DomainLabels(IReadOnlyList<string> Groups, IReadOnlyList<string> Tags);

/// <summary>Reads what owners said of their domains.</summary>
public sealed class DomainSettingsQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    /// <summary>What was said of one domain; null when there is no such domain.</summary>
    public async Task<DomainEdit?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await db.Domains.AsNoTracking().Include(d => d.Group).Include(d => d.Tags).Include(d => d.Selectors).Include(d => d.SendingAddresses).AsSplitQuery()
            .SingleOrDefaultAsync(d => d.Name == name, cancellationToken).ConfigureAwait(false);
        return domain is null ? null : new DomainEdit
        {
            Purpose = domain.PurposeOverride,
            Group = domain.Group?.Name,
            Tags = [.. domain.Tags.Select(t => t.Name).Order(StringComparer.Ordinal)],
            Selectors = [.. domain.Selectors.Where(s => s.Source == SelectorSource.Configured).Select(s => s.Selector).Order(StringComparer.Ordinal)],
            SendingAddresses = [.. domain.SendingAddresses.Select(a => a.Address).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>All groups and tags by name.</summary>
    public async Task<DomainLabels> LabelsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return new DomainLabels(
            await db.Groups.OrderBy(g => g.Name).Select(g => g.Name).ToListAsync(cancellationToken).ConfigureAwait(false),
            await db.Tags.OrderBy(t => t.Name).Select(t => t.Name).ToListAsync(cancellationToken).ConfigureAwait(false));
    }
}
