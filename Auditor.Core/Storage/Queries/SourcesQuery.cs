using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Mail from one address with one outcome, over the days asked for.</summary>
public sealed record SourceItem
{
    public required string SourceIp { get; init; }

    /// <summary>The domain in the From header; empty when the reports did not say.</summary>
    public required string HeaderFrom { get; init; }

    public long Messages { get; init; }

    public bool SpfAligned { get; init; }

    public bool DkimAligned { get; init; }

    /// <summary>What receivers did with the most of it: none, pass, quarantine or reject; empty when they did not say.</summary>
    public string Disposition { get; init; } = "";

    public DateOnly FirstDay { get; init; }

    public DateOnly LastDay { get; init; }

    /// <summary>Domains that SPF was checked for, as recent reports show them; empty when none was read.</summary>
    public IReadOnlyList<string> SpfDomains { get; init; } = [];

    /// <summary>Signing domains (d=), as recent reports show them.</summary>
    public IReadOnlyList<string> DkimDomains { get; init; } = [];

    /// <summary>Override reasons that receivers gave, such as mailing_list.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the source is taken for, and why.</summary>
    public required SourceVerdict Verdict { get; init; }
}

/// <summary>A page of sources, most mail first, with the count of all.</summary>
public sealed record SourcePage(IReadOnlyList<SourceItem> Items, int Total);

/// <summary>
/// Reads who sends as a domain. Counts come from the rollup; the identities behind them from the rows of the newest reports, since the rollup
/// does not keep them.
/// </summary>
public sealed class SourcesQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    public const int PageSize = 25;

    // Bounds what one page may cost: identities repeat from report to report, so a few of them tell all.
    private const int ReportsRead = 60;
    private const int MostRowsPerReport = 2000;

    public async Task<SourcePage> ReadAsync(string domain, int days, int page, TierChoice? choice, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - days);
        var names = await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var grouped = db.Rollups.Where(r => names.Contains(r.PolicyDomain) && r.Day >= first && tiers.Contains(r.Tier))
            .GroupBy(r => new { r.SourceIp, r.HeaderFrom, r.DkimAligned, r.SpfAligned })
            .Select(g => new { g.Key, Messages = g.Sum(r => r.Messages), FirstDay = g.Min(r => r.Day), LastDay = g.Max(r => r.Day), Disposition = g.Max(r => r.Disposition) });
        var total = await grouped.CountAsync(cancellationToken).ConfigureAwait(false);
        var lines = await grouped.OrderByDescending(s => s.Messages).ThenBy(s => s.Key.SourceIp).ThenBy(s => s.Key.HeaderFrom)
            .Skip(page * PageSize).Take(PageSize).ToListAsync(cancellationToken).ConfigureAwait(false);
        var rows = await RowsAsync(db, names, tiers, [.. lines.Select(l => l.Key.SourceIp).Distinct()], cancellationToken).ConfigureAwait(false);
        var bySource = rows.ToLookup(r => (r.SourceIp, Dkim: r.Dkim == "pass", Spf: r.Spf == "pass"));
        return new SourcePage([.. lines.Select(line =>
        {
            var own = bySource[(line.Key.SourceIp, line.Key.DkimAligned, line.Key.SpfAligned)].ToList();
            return new SourceItem
            {
                SourceIp = line.Key.SourceIp,
                HeaderFrom = line.Key.HeaderFrom,
                Messages = line.Messages,
                SpfAligned = line.Key.SpfAligned,
                DkimAligned = line.Key.DkimAligned,
                Disposition = line.Disposition ?? "",
                FirstDay = line.FirstDay,
                LastDay = line.LastDay,
                SpfDomains = Distinct(own.SelectMany(r => RowJson.ReadAuthResults(r.AuthResults).Spf).Select(s => s.Domain)),
                DkimDomains = Distinct(own.SelectMany(r => RowJson.ReadAuthResults(r.AuthResults).Dkim).Select(d => d.Domain)),
                Reasons = Distinct(own.SelectMany(r => RowJson.ReadReasons(r.Reasons)).Select(r => r.Type)),
                Verdict = SourceClassifier.Classify(SourceEvidenceReader.Read(line.Key.HeaderFrom.Length == 0 ? domain : line.Key.HeaderFrom, line.Key.SpfAligned, line.Key.DkimAligned, own)),
            };
        })], total);
    }

    private static async Task<List<StoredRow>> RowsAsync(AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, List<string> addresses, CancellationToken cancellationToken)
    {
        var reports = await db.Reports.Where(r => names.Contains(r.PolicyDomain) && tiers.Contains(r.Tier) && !r.IsDisplaced && r.HasRows && r.RowCount <= MostRowsPerReport)
            .OrderByDescending(r => r.End).Take(ReportsRead).Select(r => r.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return await db.Rows.AsNoTracking().Where(r => reports.Contains(r.ReportId) && addresses.Contains(r.SourceIp))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    private static List<string> Distinct(IEnumerable<string?> values) =>
        [.. values.Where(v => !string.IsNullOrEmpty(v)).Select(v => v!.ToLowerInvariant()).GroupBy(v => v).OrderByDescending(g => g.Count()).Select(g => g.Key).Take(3)];
}
