using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Domains;

/// <summary>What an owner may say of a domain.</summary>
public sealed record DomainEdit
{
    /// <summary>people, machine, receive-only or parked; null lets the audit decide.</summary>
    public string? Purpose { get; init; }

    /// <summary>Name of the client or department, made when it is new; null for none.</summary>
    public string? Group { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>DKIM selectors; those that reports showed are kept beside them.</summary>
    public IReadOnlyList<string> Selectors { get; init; } = [];

    /// <summary>Canonical texts of the addresses that send for the domain.</summary>
    public IReadOnlyList<string> SendingAddresses { get; init; } = [];
}

/// <summary>Which names became domains.</summary>
/// <param name="Added">The new ones.</param>
/// <param name="Existing">How many were there before.</param>
public sealed record DomainsAdded(IReadOnlyList<string> Added, int Existing);

/// <summary>Adds domains and changes what their owner said of them. What is done to many alike, and deletion, is <see cref="DomainBulk"/>.</summary>
public sealed class DomainRegister(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    // Bounds one statement's parameters.
    private const int Batch = 500;

    /// <summary>Adds the names that are not there yet; they are due for an audit at once.</summary>
    public async Task<DomainsAdded> AddAsync(IReadOnlyCollection<DomainName> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var added = new List<string>();
        foreach (var batch in names.Select(n => n.Value).Distinct(StringComparer.Ordinal).Chunk(Batch))
        {
            var known = await db.Domains.Where(d => batch.Contains(d.Name)).Select(d => d.Name).ToHashSetAsync(cancellationToken).ConfigureAwait(false);
            foreach (var name in batch.Where(n => !known.Contains(n)))
            {
                db.Domains.Add(new MonitoredDomain { Name = name, CreatedAt = now, NextAuditAt = now });
                added.Add(name);
            }

            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return new DomainsAdded(added, names.Count - added.Count);
    }

    /// <summary>Replaces what the owner said of a domain; false when there is no such domain.</summary>
    public Task<bool> UpdateAsync(string name, DomainEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return Collisions.WaitOutAsync(() => TryUpdateAsync(name, edit, cancellationToken));
    }

    private async Task<bool> TryUpdateAsync(string name, DomainEdit edit, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var domain = await db.Domains.Include(d => d.Tags).Include(d => d.Selectors).Include(d => d.SendingAddresses).AsSplitQuery()
            .SingleOrDefaultAsync(d => d.Name == name, cancellationToken).ConfigureAwait(false);
        if (domain is null)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        domain.PurposeOverride = edit.Purpose;
        domain.GroupId = await GroupAsync(db, edit.Group, now, cancellationToken).ConfigureAwait(false);
        await SetTagsAsync(db, domain, edit.Tags, cancellationToken).ConfigureAwait(false);
        SetSelectors(domain, edit.Selectors, now);
        SetAddresses(domain, edit.SendingAddresses, now);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await RemoveUnusedAsync(db, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static async Task<int?> GroupAsync(AuditorDbContext db, string? name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var wanted = name.Trim();
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Name == wanted, cancellationToken).ConfigureAwait(false);
        if (group is null)
        {
            group = new DomainGroup { Name = wanted, CreatedAt = now };
            db.Groups.Add(group);
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }

        return group.Id;
    }

    private static async Task SetTagsAsync(AuditorDbContext db, MonitoredDomain domain, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var wanted = names.Select(n => n.Trim().ToLowerInvariant()).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var known = await db.Tags.Where(t => wanted.Contains(t.Name)).ToListAsync(cancellationToken).ConfigureAwait(false);
        domain.Tags.Clear();
        foreach (var name in wanted)
        {
            domain.Tags.Add(known.FirstOrDefault(t => t.Name == name) ?? new Tag { Name = name });
        }
    }

    private static void SetSelectors(MonitoredDomain domain, IReadOnlyList<string> selectors, DateTimeOffset now)
    {
        var wanted = selectors.Select(s => s.Trim().ToLowerInvariant()).Where(s => s.Length > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in domain.Selectors.Where(s => s.Source == SelectorSource.Configured && !wanted.Contains(s.Selector)).ToList())
        {
            domain.Selectors.Remove(gone);
        }

        foreach (var selector in wanted)
        {
            if (domain.Selectors.FirstOrDefault(s => s.Selector == selector) is { } known)
            {
                known.Source = SelectorSource.Configured;
            }
            else
            {
                domain.Selectors.Add(new DomainSelector { Selector = selector, Source = SelectorSource.Configured, FirstSeenAt = now });
            }
        }
    }

    private static void SetAddresses(MonitoredDomain domain, IReadOnlyList<string> addresses, DateTimeOffset now)
    {
        var wanted = addresses.ToHashSet(StringComparer.Ordinal);
        foreach (var gone in domain.SendingAddresses.Where(a => !wanted.Contains(a.Address)).ToList())
        {
            domain.SendingAddresses.Remove(gone);
        }

        foreach (var address in wanted.Where(w => domain.SendingAddresses.All(a => a.Address != w)))
        {
            domain.SendingAddresses.Add(new SendingAddress { Address = address, CreatedAt = now });
        }
    }

    private static async Task RemoveUnusedAsync(AuditorDbContext db, CancellationToken cancellationToken)
    {
        await db.Groups.Where(g => !g.Domains.Any()).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await db.Tags.Where(t => !t.Domains.Any()).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
