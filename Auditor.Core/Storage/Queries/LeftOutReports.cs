using Auditor.Core.Reports.Authenticity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What the figures beside it do not count, because nothing verifies the reports.</summary>
/// <param name="Reports">Reports that are not counted.</param>
/// <param name="Messages">Their messages.</param>
public sealed record LeftOutReports(long Reports, long Messages)
{
    /// <summary>Of some policy domains from a day on; the tiers counted are not in it.</summary>
    internal static async Task<LeftOutReports> ReadAsync(
        AuditorDbContext db, IReadOnlyList<string>? domains, DateOnly first, IReadOnlyList<TrustTier> counted, CancellationToken cancellationToken)
    {
        var totals = db.Totals.AsNoTracking().Where(t => t.Day >= first && !counted.Contains(t.Tier));
        totals = domains is null ? totals.Where(t => db.Domains.Any(d => d.Name == t.PolicyDomain)) : totals.Where(t => domains.Contains(t.PolicyDomain));
        return await totals.GroupBy(_ => 1).Select(g => new LeftOutReports(g.Sum(t => t.Reports), g.Sum(t => t.Messages)))
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) ?? new LeftOutReports(0, 0);
    }
}
