using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Reports.Authenticity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reads when reports showed a domain's selectors, and since when their keys stand.</summary>
internal static class SelectorUseQuery
{
    /// <summary>Null when there are no reports of the domain.</summary>
    public static async Task<SelectorUse?> ReadAsync(AuditorDbContext context, string domain, CancellationToken cancellationToken)
    {
        var days = await context.Totals.AsNoTracking().Where(t => t.PolicyDomain == domain && (t.Tier == TrustTier.Verified || t.Tier == TrustTier.Manual))
            .GroupBy(t => t.PolicyDomain).Select(g => new { First = g.Min(t => t.Day), Last = g.Max(t => t.Day) })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (days is null)
        {
            return null;
        }

        // A signature that never passed shows nothing of the owner: anyone can write one.
        var seen = await context.ReportSelectors.AsNoTracking().Where(s => s.SigningDomain == domain && s.Passed > 0)
            .GroupBy(s => s.Selector).Select(g => new { Selector = g.Key, Day = g.Max(s => s.LastDay) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var keys = await context.Keys.AsNoTracking().Where(k => k.IsNew && context.Domains.Any(d => d.Id == k.DomainId && d.Name == domain))
            .GroupBy(k => k.Selector).Select(g => new { Selector = g.Key, At = g.Max(k => k.FirstSeenAt) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new SelectorUse(days.First, days.Last)
        {
            LastSeen = seen.ToImmutableDictionary(s => s.Selector, s => s.Day, StringComparer.Ordinal),
            KeySince = keys.ToImmutableDictionary(k => k.Selector, k => DateOnly.FromDateTime(k.At.UtcDateTime), StringComparer.Ordinal),
        };
    }
}
