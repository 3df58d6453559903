using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which sources, in which order, which page. Everything of it stands in the page's address.</summary>
public sealed record SourceListRequest
{
    /// <summary>The domain's A-label name; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>An address as a whole, or part of a service's or From domain's name; null for all.</summary>
    public string? Search { get; init; }

    public SourceClass? Class { get; init; }

    /// <summary>Id of a service; null for all.</summary>
    public string? Service { get; init; }

    public SourceDecisionFilter Decision { get; init; }

    /// <summary>True for what was noticed in the last <see cref="SourceListQuery.NewDays"/> days only.</summary>
    public bool OnlyNew { get; init; }

    public SourceGrouping By { get; init; }

    public SourceSort Sort { get; init; }

    public bool Descending { get; init; } = true;

    /// <summary>From 0.</summary>
    public int Page { get; init; }
}

/// <summary>By the owner's word.</summary>
public enum SourceDecisionFilter
{
    Any,
    Undecided,
    Ours,
    Forwarder,
    NotOurs,
    Retired,
}

/// <summary>What is a line of the list.</summary>
public enum SourceGrouping
{
    Address,
    Service,
    Domain,
}

/// <summary>The orders of the list.</summary>
public enum SourceSort
{
    Messages,
    Failing,
    First,
    Last,
    Address,
}

/// <summary>One source of one domain.</summary>
public sealed record SourceLine
{
    public required string Domain { get; init; }

    public required SourceSummary Source { get; init; }

    /// <summary>What was looked up about the address; null before it was.</summary>
    public SourceAddress? Address { get; init; }

    public long Failing => Source.Messages - Source.Aligned;
}

/// <summary>Sources of one service, or of one domain.</summary>
/// <param name="Key">The service's id, empty for none; or the domain's name.</param>
/// <param name="Name">For people; empty for no service.</param>
/// <param name="Sources">How many.</param>
/// <param name="Domains">Domains that they send as.</param>
/// <param name="Messages">Of the window.</param>
/// <param name="Aligned">Those that passed DMARC.</param>
public sealed record SourceGroupLine(string Key, string Name, int Sources, int Domains, long Messages, long Aligned);

/// <summary>A service among the sources.</summary>
/// <param name="Id">Its id in the catalogue, or what own names gave it.</param>
/// <param name="Name">For people.</param>
public sealed record ServiceChoice(string Id, string Name);

/// <summary>A page of the list with what all that match come to.</summary>
public sealed record SourceList
{
    public IReadOnlyList<SourceLine> Lines { get; init; } = [];

    /// <summary>Filled instead of <see cref="Lines"/> when lines are services or domains.</summary>
    public IReadOnlyList<SourceGroupLine> Groups { get; init; } = [];

    public int Total { get; init; }

    public long Messages { get; init; }

    public long Aligned { get; init; }

    /// <summary>Messages by class, of all that match.</summary>
    public IReadOnlyDictionary<SourceClass, long> ByClass { get; init; } = new Dictionary<SourceClass, long>();

    /// <summary>How many that match are new.</summary>
    public int New { get; init; }

    /// <summary>The services that may be chosen, most mail first.</summary>
    public IReadOnlyList<ServiceChoice> Services { get; init; } = [];

    /// <summary>When the oldest of the sums was made; null before the first.</summary>
    public DateTimeOffset? SummedAt { get; init; }
}

/// <summary>Reads who sends as the monitored domains, from the sums that are made in the background.</summary>
public sealed class SourceListQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>How long a source is new.</summary>
    public const int NewDays = 7;

    private const int MostServices = 60;

    public async Task<SourceList> ReadAsync(SourceListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var since = clock.GetUtcNow().AddDays(-NewDays);
        var domainId = request.Domain is { } domain ? await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false) : (int?)null;
        var matching = Filter(db, request, domainId, since);
        var classes = await matching.GroupBy(s => s.Class).Select(g => new { g.Key, Count = g.Count(), Messages = g.Sum(s => s.Messages), Aligned = g.Sum(s => s.Aligned) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var list = new SourceList
        {
            Messages = classes.Sum(c => c.Messages),
            Aligned = classes.Sum(c => c.Aligned),
            Total = classes.Sum(c => c.Count),
            ByClass = classes.ToDictionary(c => c.Key, c => c.Messages),
            New = await matching.CountAsync(s => (s.Novelty == SourceNovelty.NewSource || s.Novelty == SourceNovelty.NewName) && s.NotedAt >= since, cancellationToken).ConfigureAwait(false),
            Services = await ServicesAsync(db, domainId, cancellationToken).ConfigureAwait(false),
            SummedAt = await db.Domains.Where(d => domainId == null || d.Id == domainId).MinAsync(d => d.SourcesAt, cancellationToken).ConfigureAwait(false),
        };
        return request.By switch
        {
            SourceGrouping.Service => await WithServicesAsync(db, list, matching, request.Page, cancellationToken).ConfigureAwait(false),
            SourceGrouping.Domain => await WithDomainsAsync(db, list, matching, request.Page, cancellationToken).ConfigureAwait(false),
            _ => list with { Lines = await LinesAsync(db, Sort(matching, request), request.Page, cancellationToken).ConfigureAwait(false) },
        };
    }

    /// <summary>What stands beside each source of a domain, by address and From domain: its service and the owner's word.</summary>
    public async Task<IReadOnlyDictionary<(string Ip, string From), SourceLine>> OfAsync(string domain, IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var id = await DomainIds.OfAsync(db, domain, cancellationToken).ConfigureAwait(false);
        var lines = await LinesAsync(db, db.Sources.AsNoTracking().Where(s => s.DomainId == id && addresses.Contains(s.SourceIp)), null, cancellationToken)
            .ConfigureAwait(false);
        return lines.ToDictionary(l => (l.Source.SourceIp, l.Source.HeaderFrom));
    }

    private static IQueryable<SourceSummary> Filter(AuditorDbContext db, SourceListRequest request, int? domainId, DateTimeOffset since)
    {
        var sources = db.Sources.AsNoTracking().Where(s => s.Messages > 0);
        if (domainId is { } domain)
        {
            sources = sources.Where(s => s.DomainId == domain);
        }

        if (request.Search is { Length: > 0 } search)
        {
            var text = search.ToLowerInvariant();
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL.
            sources = sources.Where(s => s.SourceIp == text || s.HeaderFrom.ToLower().Contains(text) || (s.ServiceName != null && s.ServiceName.ToLower().Contains(text))
                || db.SourceAddresses.Any(a => a.SourceIp == s.SourceIp && a.Name != null && a.Name.EndsWith(text)));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (request.Class is { } taken)
        {
            sources = sources.Where(s => s.Class == taken);
        }

        if (request.Service is { } service)
        {
            sources = service.Length == 0 ? sources.Where(s => s.ServiceId == null) : sources.Where(s => s.ServiceId == service);
        }

        if (request.OnlyNew)
        {
            sources = sources.Where(s => (s.Novelty == SourceNovelty.NewSource || s.Novelty == SourceNovelty.NewName) && s.NotedAt >= since);
        }

        return request.Decision switch
        {
            SourceDecisionFilter.Undecided => sources.Where(s => s.Decision == null),
            SourceDecisionFilter.Ours => sources.Where(s => s.Decision == SourceDecision.Ours),
            SourceDecisionFilter.Forwarder => sources.Where(s => s.Decision == SourceDecision.Forwarder),
            SourceDecisionFilter.NotOurs => sources.Where(s => s.Decision == SourceDecision.NotOurs),
            SourceDecisionFilter.Retired => sources.Where(s => s.Decision == SourceDecision.Retired),
            _ => sources,
        };
    }

    private static IQueryable<SourceSummary> Sort(IQueryable<SourceSummary> sources, SourceListRequest request)
    {
        var ordered = (request.Sort, request.Descending) switch
        {
            (SourceSort.Failing, true) => sources.OrderByDescending(s => s.Messages - s.Aligned),
            (SourceSort.Failing, false) => sources.OrderBy(s => s.Messages - s.Aligned),
            (SourceSort.First, true) => sources.OrderByDescending(s => s.FirstDay),
            (SourceSort.First, false) => sources.OrderBy(s => s.FirstDay),
            (SourceSort.Last, true) => sources.OrderByDescending(s => s.LastDay),
            (SourceSort.Last, false) => sources.OrderBy(s => s.LastDay),
            (SourceSort.Address, true) => sources.OrderByDescending(s => s.SourceIp),
            (SourceSort.Address, false) => sources.OrderBy(s => s.SourceIp),
            (_, false) => sources.OrderBy(s => s.Messages),
            _ => sources.OrderByDescending(s => s.Messages),
        };
        return ordered.ThenBy(s => s.SourceIp).ThenBy(s => s.DomainId).ThenBy(s => s.HeaderFrom);
    }

    private static async Task<IReadOnlyList<SourceLine>> LinesAsync(AuditorDbContext db, IQueryable<SourceSummary> sources, int? page, CancellationToken cancellationToken)
    {
        var wanted = page is { } number ? sources.Skip(number * PageSize).Take(PageSize) : sources;
        return await wanted.Select(s => new SourceLine
        {
            Domain = db.Domains.Where(d => d.Id == s.DomainId).Select(d => d.Name).First(),
            Source = s,
            Address = db.SourceAddresses.FirstOrDefault(a => a.SourceIp == s.SourceIp),
        }).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    // There are thousands of services or domains at most: one pass adds all of them up, and only what the page shows is looked up further.
    private static async Task<SourceList> WithServicesAsync(AuditorDbContext db, SourceList list, IQueryable<SourceSummary> sources, int page, CancellationToken cancellationToken)
    {
        var groups = await sources.GroupBy(s => s.ServiceId)
            .Select(g => new SourceGroupLine(g.Key ?? "", "", g.Count(), g.Select(s => s.DomainId).Distinct().Count(), g.Sum(s => s.Messages), g.Sum(s => s.Aligned)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var shown = Page(groups, page);
        var names = await NamesAsync(db, shown.ConvertAll(g => g.Key), cancellationToken).ConfigureAwait(false);
        return list with { Total = groups.Count, Groups = shown.ConvertAll(g => g with { Name = names.GetValueOrDefault(g.Key, g.Key) }) };
    }

    private static async Task<SourceList> WithDomainsAsync(AuditorDbContext db, SourceList list, IQueryable<SourceSummary> sources, int page, CancellationToken cancellationToken)
    {
        var sums = await sources.GroupBy(s => s.DomainId).Select(g => new { g.Key, Sources = g.Count(), Messages = g.Sum(s => s.Messages), Aligned = g.Sum(s => s.Aligned) })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var shown = sums.OrderByDescending(s => s.Messages).ThenBy(s => s.Key).Skip(page * PageSize).Take(PageSize).ToList();
        var ids = shown.ConvertAll(s => s.Key);
        var names = await db.Domains.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken).ConfigureAwait(false);
        return list with
        {
            Total = sums.Count,
            Groups = [.. shown.Where(s => names.ContainsKey(s.Key)).Select(s => new SourceGroupLine(names[s.Key], names[s.Key], s.Sources, 1, s.Messages, s.Aligned))],
        };
    }

    private static List<SourceGroupLine> Page(IEnumerable<SourceGroupLine> groups, int page) =>
        [.. groups.OrderByDescending(g => g.Messages).ThenBy(g => g.Key, StringComparer.Ordinal).Skip(page * PageSize).Take(PageSize)];

    private static async Task<IReadOnlyList<ServiceChoice>> ServicesAsync(AuditorDbContext db, int? domainId, CancellationToken cancellationToken)
    {
        var ids = await db.Sources.Where(s => s.ServiceId != null && s.Messages > 0 && (domainId == null || s.DomainId == domainId))
            .GroupBy(s => s.ServiceId!).Select(g => new { g.Key, Messages = g.Sum(s => s.Messages) })
            .OrderByDescending(g => g.Messages).ThenBy(g => g.Key).Take(MostServices).Select(g => g.Key).ToListAsync(cancellationToken).ConfigureAwait(false);
        var names = await NamesAsync(db, ids, cancellationToken).ConfigureAwait(false);
        return [.. ids.Select(id => new ServiceChoice(id, names.GetValueOrDefault(id, id)))];
    }

    // Sums come from an index alone, which has no names: each is read from one row, for the few services that are shown.
    private static async Task<Dictionary<string, string>> NamesAsync(AuditorDbContext db, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in ids.Where(i => i.Length > 0))
        {
            if (await db.Sources.Where(s => s.ServiceId == id && s.Messages > 0).Select(s => s.ServiceName).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false) is { } name)
            {
                names.Add(id, name);
            }
        }

        return names;
    }
}
