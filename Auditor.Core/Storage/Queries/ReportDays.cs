using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>On how many days a domain was reported about: what says whether silence means anything.</summary>
internal static class ReportDays
{
    /// <summary>Days from <paramref name="first"/> on with a report that counts, of the domain or of a name below it that nobody monitors apart.</summary>
    public static async Task<int> CountAsync(AuditorDbContext db, string domain, DateOnly first, ICountedTiers? counted, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        return await db.Totals.Where(t => names.Contains(t.PolicyDomain) && t.Day >= first && t.Reports > 0 && tiers.Contains(t.Tier))
            .Select(t => t.Day).Distinct().CountAsync(cancellationToken).ConfigureAwait(false);
    }
}
