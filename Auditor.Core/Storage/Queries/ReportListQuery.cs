using System.Runtime.CompilerServices;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reads reports over all domains, newest window first.</summary>
public sealed class ReportListQuery(IDbContextFactory<AuditorDbContext> contexts, ICountedTiers? counted = null)
{
    public const int PageSize = 25;

    /// <summary>Reports counted at most: who looks at a list of more narrows it, and counting millions takes longer than showing a page.</summary>
    public const int MostCounted = 10_000;

    /// <summary>A page, which is numbered from 0.</summary>
    public async Task<ReportListPage> ReadAsync(ReportFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await FilterAsync(db, filter, cancellationToken).ConfigureAwait(false);
        return new ReportListPage(
            await Items(found.OrderByDescending(r => r.End).ThenByDescending(r => r.Id).Skip(page * PageSize).Take(PageSize)).ToListAsync(cancellationToken).ConfigureAwait(false),
            await found.Take(MostCounted).CountAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>All of them, read as they are taken.</summary>
    public async IAsyncEnumerable<ReportListItem> AllAsync(ReportFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var found = await FilterAsync(db, filter, cancellationToken).ConfigureAwait(false);
        await foreach (var item in Items(found.OrderByDescending(r => r.End).ThenByDescending(r => r.Id)).AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private async Task<IQueryable<StoredReport>> FilterAsync(AuditorDbContext db, ReportFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var tiers = await counted.OfAsync(filter.Tier, cancellationToken).ConfigureAwait(false);
        var reports = db.Reports.AsNoTracking().Where(r => tiers.Contains(r.Tier));
        if (filter.Domain is { } domain)
        {
            var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
            reports = reports.Where(r => names.Contains(r.PolicyDomain));
        }

        if (filter.Reporter is { } reporter)
        {
            reports = reports.Where(r => r.OrgKey == reporter);
        }

        if (filter.Day is { } day)
        {
            var begin = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var end = begin.AddDays(1);
            reports = reports.Where(r => r.End >= begin && r.Begin >= begin && r.Begin < end);
        }

        return reports;
    }

    private static IQueryable<ReportListItem> Items(IQueryable<StoredReport> reports) => reports
        .Select(r => new ReportListItem(r.Id, r.OrgName, r.ReportId, r.PolicyDomain, r.Begin, r.End, r.RowCount, r.MessageCount, r.AlignedCount, r.ReceivedAt)
        {
            Tier = r.Tier,
            IsConflict = r.IsConflict,
            IsDisplaced = r.IsDisplaced,
            IsMended = r.Repairs != null,
        });
}
