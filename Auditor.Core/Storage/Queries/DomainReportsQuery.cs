using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Sources;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>One report in a list.</summary>
public sealed record ReportListItem(
    long Id, string? OrgName, string ReportId, string PolicyDomain, DateTimeOffset Begin, DateTimeOffset End, long Rows, long Messages, long Aligned, DateTimeOffset ReceivedAt)
{
    public TrustTier Tier { get; init; } = TrustTier.Manual;

    /// <summary>True when another report with the same key contradicts it.</summary>
    public bool IsConflict { get; init; }

    /// <summary>True when that one counts in its place.</summary>
    public bool IsDisplaced { get; init; }

    /// <summary>True when the reader mended something.</summary>
    public bool IsMended { get; init; }
}

/// <summary>A page of reports with the count of all.</summary>
public sealed record ReportListPage(IReadOnlyList<ReportListItem> Items, int Total);

/// <summary>Reads a domain's volume by day and its reports.</summary>
public sealed class DomainReportsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    public const int PageSize = 25;

    /// <summary>One entry a day, the last one today; empty when the domain has no report of these tiers in the time.</summary>
    public async Task<IReadOnlyList<DayVolume>> VolumeAsync(string domain, int days, TierChoice? choice, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - days);
        var known = await db.Totals.AsNoTracking().Where(t => names.Contains(t.PolicyDomain) && t.Day >= first && t.Day <= today && tiers.Contains(t.Tier))
            .GroupBy(t => t.Day).Select(g => new { Day = g.Key, Messages = g.Sum(t => t.Messages), Aligned = g.Sum(t => t.Aligned) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return await LongReports.SpreadAsync(
            LongReports.Of(db).Where(r => names.Contains(r.PolicyDomain)), tiers, known.Select(t => new DayVolume(t.Day, t.Aligned, t.Messages - t.Aligned)), first, today, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Messages by what their sources are taken for, one figure a day, the last one today's; by the reports that count.</summary>
    public async Task<ClassDays> ClassesAsync(string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var days = new ClassDays(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), SourceWriter.Window);
        if (await db.ClassVolumes.AsNoTracking().Where(v => db.Domains.Any(d => d.Id == v.DomainId && d.Name == domain)).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { Daily.Length: > 0 } volume)
        {
            days.AddPacked(volume.Daily, volume.Until);
        }

        return days;
    }

    /// <summary>What the volume of these tiers leaves out.</summary>
    public async Task<LeftOutReports> LeftOutAsync(string domain, int days, TierChoice? choice, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - days);
        return await LeftOutReports.ReadAsync(db, names, first, tiers, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The reports of the domain, newest window first; <paramref name="page"/> starts at 0.</summary>
    public async Task<ReportListPage> ReportsAsync(string domain, int page, TierChoice? choice, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var reports = db.Reports.AsNoTracking().Where(r => names.Contains(r.PolicyDomain) && tiers.Contains(r.Tier));
        var total = await reports.CountAsync(cancellationToken).ConfigureAwait(false);
        var items = await reports.OrderByDescending(r => r.End).ThenByDescending(r => r.Id).Skip(page * PageSize).Take(PageSize)
            .Select(r => new ReportListItem(r.Id, r.OrgName, r.ReportId, r.PolicyDomain, r.Begin, r.End, r.RowCount, r.MessageCount, r.AlignedCount, r.ReceivedAt) { Tier = r.Tier, IsConflict = r.IsConflict, IsDisplaced = r.IsDisplaced })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ReportListPage(items, total);
    }
}
