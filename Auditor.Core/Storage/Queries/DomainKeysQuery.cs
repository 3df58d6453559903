using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A DKIM key of a domain, with its age and where else it stands.</summary>
public sealed record DomainKeyAge
{
    public required string Selector { get; init; }

    /// <summary>SHA-256 in hex.</summary>
    public required string Fingerprint { get; init; }

    public required string KeyType { get; init; }

    public required int Bits { get; init; }

    public required DateTimeOffset FirstSeenAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>Whole days from the first audit that found the key to now, or to the last one that found it when it is gone.</summary>
    public required int AgeDays { get; init; }

    /// <summary>True when the key may be older than <see cref="AgeDays"/>: it stood before anyone looked.</summary>
    public required bool IsAtLeast { get; init; }

    /// <summary>True while no audit was answered without the key.</summary>
    public required bool IsPublished { get; init; }

    /// <summary>The first audit that was answered without the key; null while it stands.</summary>
    public DateTimeOffset? GoneAt { get; init; }

    /// <summary>Other monitored domains at which the same key stands, in order of name.</summary>
    public ImmutableArray<string> AlsoOn { get; init; } = [];
}

/// <summary>Reads the DKIM keys of a domain, those of today and those of the past.</summary>
public sealed class DomainKeysQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider time)
{
    /// <summary>The keys by selector, the newest of each first; empty for a domain that is not monitored.</summary>
    public async Task<ImmutableArray<DomainKeyAge>> ReadAsync(string domain, CancellationToken cancellationToken)
    {
        var context = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (context.ConfigureAwait(false))
        {
            var keys = await (
                from key in context.Keys.AsNoTracking()
                join owner in context.Domains on key.DomainId equals owner.Id
                where owner.Name == domain
                orderby key.Selector, key.FirstSeenAt descending, key.Id descending
                select key).ToListAsync(cancellationToken).ConfigureAwait(false);
            var fingerprints = keys.Select(k => k.Fingerprint).Distinct().ToList();
            var others = await (
                from key in context.Keys.AsNoTracking()
                join owner in context.Domains on key.DomainId equals owner.Id
                where fingerprints.Contains(key.Fingerprint) && owner.Name != domain && key.GoneAt == null
                select new { key.Fingerprint, owner.Name }).Distinct().ToListAsync(cancellationToken).ConfigureAwait(false);
            var shared = others.ToLookup(o => o.Fingerprint, o => o.Name, StringComparer.Ordinal);
            var now = time.GetUtcNow();
            return
            [
                .. keys.Select(k => new DomainKeyAge
                {
                    Selector = k.Selector,
                    Fingerprint = k.Fingerprint,
                    KeyType = k.KeyType,
                    Bits = k.Bits,
                    FirstSeenAt = k.FirstSeenAt,
                    LastSeenAt = k.LastSeenAt,
                    AgeDays = Math.Max(0, ((k.GoneAt is null ? now : k.LastSeenAt) - k.FirstSeenAt).Days),
                    IsAtLeast = !k.IsNew,
                    IsPublished = k.GoneAt is null,
                    GoneAt = k.GoneAt,
                    AlsoOn = [.. shared[k.Fingerprint].Order(StringComparer.Ordinal)],
                }),
            ];
        }
    }
}
