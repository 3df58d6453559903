using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Complaints about mail from one address, as feedback reports (RFC 5965) count them.</summary>
/// <param name="SourceIp">The address; empty when it was not named, or when too many unproven complaints came.</param>
/// <param name="Domain">The reported domain; empty when none was named.</param>
/// <param name="Complaints">All of them.</param>
/// <param name="Proven">Those of tiers that count.</param>
/// <param name="LastDay">The last UTC day with one.</param>
public sealed record ComplaintSource(string SourceIp, string Domain, long Complaints, long Proven, DateOnly LastDay);

/// <summary>A page of complaint sources, most complaints first, with the count of all.</summary>
public sealed record ComplaintPage(IReadOnlyList<ComplaintSource> Sources, int Total);

/// <summary>Reads complaints by source address. They are counted in any installation, since they name nobody.</summary>
public sealed class ComplaintQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    public const int PageSize = 25;

    public const int Days = 90;

    /// <summary>A page, which is numbered from 0, over the last <see cref="Days"/> days.</summary>
    public async Task<ComplaintPage> ReadAsync(FailureReportFilter filter, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - Days);
        var found = db.Complaints.AsNoTracking().Where(c => c.Day >= first
            && (filter.Domain == null || c.Domain == filter.Domain) && (filter.SourceIp == null || c.SourceIp == filter.SourceIp) && (filter.Day == null || c.Day == filter.Day));
        if (filter.Tier?.Tiers is { } chosen)
        {
            found = found.Where(c => chosen.Contains(c.Tier));
        }

        var sources = found.GroupBy(c => new { c.SourceIp, c.Domain })
            .Select(g => new { g.Key.SourceIp, g.Key.Domain, Count = g.Sum(c => c.Complaints), Proven = g.Sum(c => tiers.Contains(c.Tier) ? c.Complaints : 0), Last = g.Max(c => c.Day) });
        var items = await sources.OrderByDescending(c => c.Count).ThenBy(c => c.SourceIp).ThenBy(c => c.Domain).Skip(Math.Max(0, page) * PageSize).Take(PageSize)
            .Select(c => new ComplaintSource(c.SourceIp, c.Domain, c.Count, c.Proven, c.Last)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ComplaintPage(items, await sources.CountAsync(cancellationToken).ConfigureAwait(false));
    }
}
