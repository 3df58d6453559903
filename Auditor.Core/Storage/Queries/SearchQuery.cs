using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>What was found: each list holds <see cref="SearchQuery.MostOfAKind"/> at most.</summary>
public sealed record SearchResult
{
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Domains that a DKIM selector of this name was seen or configured for.</summary>
    public IReadOnlyList<SelectorHit> Selectors { get; init; } = [];

    /// <summary>Services that send as a domain, by part of their name, with the messages of the window.</summary>
    public IReadOnlyList<SourceGroupLine> Services { get; init; } = [];

    /// <summary>Domains that the address sent as in reports, or that declare it.</summary>
    public IReadOnlyList<AddressHit> Addresses { get; init; } = [];

    public IReadOnlyList<ReportHit> Reports { get; init; } = [];

    public bool IsEmpty => Domains.Count + Services.Count + Selectors.Count + Addresses.Count + Reports.Count == 0;
}

/// <summary>A selector and a domain that uses it.</summary>
public sealed record SelectorHit(string Selector, string Domain);

/// <summary>A sending address and its domain.</summary>
/// <param name="Address">The address.</param>
/// <param name="Domain">The monitored domain.</param>
/// <param name="HeaderFrom">The From domain that reports show; null when the address is declared only.</param>
public sealed record AddressHit(string Address, string Domain, string? HeaderFrom);

/// <summary>A report whose id or number fits.</summary>
public sealed record ReportHit(long Id, string ReportId, string OrgName, string PolicyDomain, DateTimeOffset Begin);

/// <summary>Finds domains, selectors, sending addresses and reports by what a person types. Every question is bounded and has an index, or a small table.</summary>
public sealed class SearchQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    public const int MostOfAKind = 12;

    /// <summary>The shortest text that is looked for inside names.</summary>
    public const int ShortestText = 2;

    public async Task<SearchResult> FindAsync(string? text, CancellationToken cancellationToken)
    {
        var wanted = text?.Trim().ToLowerInvariant() ?? "";
        if (wanted.Length < ShortestText)
        {
            return new SearchResult();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return new SearchResult
        {
            Domains = await DomainsAsync(db, wanted, cancellationToken).ConfigureAwait(false),
            Services = await ServicesAsync(db, wanted, cancellationToken).ConfigureAwait(false),
            Selectors = await SelectorsAsync(db, wanted, cancellationToken).ConfigureAwait(false),
            Addresses = await AddressesAsync(db, wanted, cancellationToken).ConfigureAwait(false),
            Reports = await ReportsAsync(db, text!.Trim(), cancellationToken).ConfigureAwait(false),
        };
    }

    // Names that begin so come first: what is typed is mostly the beginning.
    private static async Task<IReadOnlyList<string>> DomainsAsync(AuditorDbContext db, string wanted, CancellationToken cancellationToken) =>
        await db.Domains.AsNoTracking().Where(d => d.Name.Contains(wanted))
            .OrderByDescending(d => d.Name == wanted).ThenByDescending(d => d.Name.StartsWith(wanted)).ThenBy(d => d.Name)
            .Take(MostOfAKind).Select(d => d.Name).ToListAsync(cancellationToken).ConfigureAwait(false);

    private static async Task<IReadOnlyList<SelectorHit>> SelectorsAsync(AuditorDbContext db, string wanted, CancellationToken cancellationToken)
    {
        var keys = await db.Keys.AsNoTracking().Where(k => k.Selector == wanted && k.GoneAt == null)
            .Join(db.Domains, k => k.DomainId, d => d.Id, (k, d) => new { k.Selector, d.Name }).OrderBy(h => h.Name).Take(MostOfAKind).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(k => new SelectorHit(k.Selector, k.Name))];
    }

    private static async Task<IReadOnlyList<AddressHit>> AddressesAsync(AuditorDbContext db, string wanted, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(wanted, out var address) || !(wanted.Contains('.', StringComparison.Ordinal) || wanted.Contains(':', StringComparison.Ordinal)))
        {
            return [];
        }

        var canonical = address.ToString();
        var seen = await db.Sources.AsNoTracking().Where(s => s.SourceIp == canonical)
            .Join(db.Domains, s => s.DomainId, d => d.Id, (s, d) => new { s.Messages, s.HeaderFrom, d.Name }).OrderByDescending(h => h.Messages).ThenBy(h => h.Name).Take(MostOfAKind)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var hits = await db.SendingAddresses.AsNoTracking().Where(a => a.Address == canonical)
            .Join(db.Domains, a => a.DomainId, d => d.Id, (a, d) => d.Name).OrderBy(n => n).Take(MostOfAKind).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. seen.Select(h => new AddressHit(canonical, h.Name, h.HeaderFrom)).Concat(hits.Where(n => seen.TrueForAll(s => s.Name != n)).Select(n => new AddressHit(canonical, n, null))).Take(MostOfAKind)];
    }

    private static async Task<IReadOnlyList<SourceGroupLine>> ServicesAsync(AuditorDbContext db, string wanted, CancellationToken cancellationToken)
    {
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL.
        var found = await db.Sources.AsNoTracking().Where(s => s.Messages > 0 && s.ServiceId != null && s.ServiceName!.ToLower().Contains(wanted))
            .GroupBy(s => s.ServiceId).Select(g => new { g.Key, Name = g.Max(s => s.ServiceName), Sources = g.Count(), Messages = g.Sum(s => s.Messages), Aligned = g.Sum(s => s.Aligned) })
            .OrderByDescending(g => g.Messages).ThenBy(g => g.Key).Take(MostOfAKind).ToListAsync(cancellationToken).ConfigureAwait(false);
#pragma warning restore CA1304, CA1311, CA1862
        return found.ConvertAll(f => new SourceGroupLine(f.Key!, f.Name!, f.Sources, 0, f.Messages, f.Aligned));
    }

    private static async Task<IReadOnlyList<ReportHit>> ReportsAsync(AuditorDbContext db, string wanted, CancellationToken cancellationToken)
    {
        // Two questions: joined by "or", SQLite would read every report.
        var found = await Hits(db.Reports.AsNoTracking().Where(r => r.ReportId == wanted).OrderByDescending(r => r.End).Take(MostOfAKind)).ToListAsync(cancellationToken).ConfigureAwait(false);
        var numbered = long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await Hits(db.Reports.AsNoTracking().Where(r => r.Id == number)).ToListAsync(cancellationToken).ConfigureAwait(false)
            : [];
        return [.. numbered.Concat(found).DistinctBy(h => h.Id).Take(MostOfAKind)];
    }

    private static IQueryable<ReportHit> Hits(IQueryable<Entities.StoredReport> reports) => reports.Select(r => new ReportHit(r.Id, r.ReportId, r.OrgName ?? r.OrgKey, r.PolicyDomain, r.Begin));
}
