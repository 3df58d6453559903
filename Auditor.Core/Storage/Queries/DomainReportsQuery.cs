using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>One report in a list.</summary>
public sealed record ReportListItem(
    long Id, string? OrgName, string ReportId, string PolicyDomain, DateTimeOffset Begin, DateTimeOffset End, long Rows, long Messages, long Aligned, DateTimeOffset ReceivedAt);

/// <summary>A page of reports with the count of all.</summary>
public sealed record ReportListPage(IReadOnlyList<ReportListItem> Items, int Total);

/// <summary>Reads a domain's volume by day and its reports.</summary>
public sealed class DomainReportsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>One entry a day, the last one today; empty when the domain has no report in the time.</summary>
    public async Task<IReadOnlyList<DayVolume>> VolumeAsync(string domain, int days, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - days);
        var known = await db.Totals.AsNoTracking().Where(t => t.PolicyDomain == domain && t.Day >= first && t.Day <= today)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return known.Count == 0 ? [] : DayVolume.Fill(known.Select(t => new DayVolume(t.Day, t.Aligned, t.Messages - t.Aligned)), first, today);
    }

    /// <summary>The reports whose policy domain this is, newest window first; <paramref name="page"/> starts at 0.</summary>
    public async Task<ReportListPage> ReportsAsync(string domain, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var reports = db.Reports.AsNoTracking().Where(r => r.PolicyDomain == domain);
        var total = await reports.CountAsync(cancellationToken).ConfigureAwait(false);
        var items = await reports.OrderByDescending(r => r.End).ThenByDescending(r => r.Id).Skip(page * PageSize).Take(PageSize)
            .Select(r => new ReportListItem(r.Id, r.OrgName, r.ReportId, r.PolicyDomain, r.Begin, r.End, r.RowCount, r.MessageCount, r.AlignedCount, r.ReceivedAt))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ReportListPage(items, total);
    }
}
