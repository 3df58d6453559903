using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>One domain with what its last audit says about an address for reports.</summary>
/// <param name="Name">The domain.</param>
/// <param name="LastAuditAt">When it was audited last; null before the first time.</param>
/// <param name="LastReportAt">End of its newest report's window; null before the first report.</param>
/// <param name="Plan">What has to stand in DNS; null without a valid address.</param>
public sealed record ReportingItem(string Name, DateTimeOffset? LastAuditAt, DateTimeOffset? LastReportAt, ReportingPlan? Plan);

/// <summary>A page of domains.</summary>
/// <param name="Items">In the order of their names.</param>
/// <param name="Total">How many there are with this filter.</param>
/// <param name="Domains">How many are audited at all, paused ones apart.</param>
/// <param name="Silent">How many of those never had a report.</param>
public sealed record ReportingPage(IReadOnlyList<ReportingItem> Items, int Total, int Domains, int Silent);

/// <summary>Reads which domains still have to be told where to send reports. Only the audits of the page's domains are opened.</summary>
public sealed class ReportingQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int PageSize = 10;

    private const int MostAddresses = 50;

    /// <summary>Users of mailboxes that are written like mail addresses, the oldest mailbox first: reports most likely go there.</summary>
    public async Task<IReadOnlyList<string>> AddressesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var users = await db.Mailboxes.Where(m => m.Enabled && EF.Functions.Like(m.UserName, "%@%")).OrderBy(m => m.Id).Select(m => m.UserName).Take(MostAddresses).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. users.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>A page; <paramref name="page"/> starts at 0.</summary>
    /// <param name="address">Where reports shall go; null shows the domains alone.</param>
    /// <param name="silentOnly">True leaves domains out that had a report.</param>
    /// <param name="text">A part of the name; null or empty for all.</param>
    /// <param name="page">The page, from 0.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<ReportingPage> ReadAsync(ReportingAddress? address, bool silentOnly, string? text, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var active = db.Domains.AsNoTracking().Where(d => !d.Paused);
        var wanted = silentOnly ? active.Where(d => d.LastReportAt == null) : active;
        var part = text?.Trim().ToLowerInvariant();
        wanted = string.IsNullOrEmpty(part) ? wanted : wanted.Where(d => d.Name.Contains(part));
        var rows = await wanted.OrderBy(d => d.Name).Skip(page * PageSize).Take(PageSize)
            .Select(d => new Row(d.Name, d.LastAuditAt, d.LastReportAt, db.Audits.Where(a => a.DomainId == d.Id && a.Document != null).OrderByDescending(a => a.AuditedAt).Select(a => a.Document).FirstOrDefault()))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ReportingPage(
            [.. rows.Select(r => new ReportingItem(r.Name, r.LastAuditAt, r.LastReportAt, PlanOf(r, address)))],
            await wanted.CountAsync(cancellationToken).ConfigureAwait(false),
            await active.CountAsync(cancellationToken).ConfigureAwait(false),
            await active.CountAsync(d => d.LastReportAt == null, cancellationToken).ConfigureAwait(false));
    }

    private static ReportingPlan? PlanOf(Row row, ReportingAddress? address) =>
        address is null || !DomainName.TryParse(row.Name, out var name) ? null : ReportingPlan.From(name, row.Document is null ? null : AuditBlob.Unpack(row.Document).Dmarc, address);

    private sealed record Row(string Name, DateTimeOffset? LastAuditAt, DateTimeOffset? LastReportAt, byte[]? Document);
}
