using System.Linq.Expressions;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which domains, in which order, which page. Everything of it stands in the page's address.</summary>
public record DomainListRequest
{
    /// <summary>Part of the name, any case; null for all.</summary>
    public string? Search { get; init; }

    /// <summary>A stage as stored; null for all.</summary>
    public string? Stage { get; init; }

    public string? Group { get; init; }

    public string? Tag { get; init; }

    /// <summary>True for domains that need action only.</summary>
    public bool NeedsAction { get; init; }

    /// <summary>One of the ready-made groups; null for all domains.</summary>
    public DomainSet? Set { get; init; }

    public DomainSort Sort { get; init; } = DomainSort.Need;

    public bool Descending { get; init; }

    /// <summary>From 0.</summary>
    public int Page { get; init; }

    public int PageSize { get; init; } = 25;
}

/// <summary>Ready-made groups of domains, by what is known of them. Paused domains are in none.</summary>
public enum DomainSet
{
    /// <summary>No DMARC record.</summary>
    NoRecord,

    /// <summary>Reports came before, and none for <see cref="Thresholds.DomainSilentDays"/> days.</summary>
    Silent,

    /// <summary>SPF needs more than <see cref="DomainListQuery.ManyLookups"/> of its ten lookups.</summary>
    ManyLookups,

    /// <summary>An RSA key of less than 2048 bits.</summary>
    WeakKeys,

    /// <summary>It should send nothing, and reports of the last 30 days show mail that passes as it.</summary>
    ParkedButActive,

    /// <summary>The score is lower than in the audit before.</summary>
    Fell,

    /// <summary>Everything that the next stage of the policy waits for is there.</summary>
    ReadyForNext,
}

/// <summary>The orders of the list.</summary>
public enum DomainSort
{
    /// <summary>Those that need action first, then by score.</summary>
    Need,
    Name,
    Score,
    Stage,
    Lookups,
    Key,
    Aligned,
    LastReport,
}

/// <summary>One line of the list.</summary>
public sealed record DomainListItem
{
    public required string Name { get; init; }

    public string? Group { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Paused { get; init; }

    /// <summary>Null while no score was ever known.</summary>
    public int? Score { get; init; }

    public string? Grade { get; init; }

    public int? PreviousScore { get; init; }

    /// <summary>True when the last audit could tell no score.</summary>
    public bool IsStale { get; init; }

    public DateTimeOffset? LastAuditAt { get; init; }

    public string? Stage { get; init; }

    /// <summary>none, quarantine or reject, after test mode; null without a policy.</summary>
    public string? AppliedPolicy { get; init; }

    /// <summary>Where the DMARC record stands; null without one.</summary>
    public string? PolicyDomain { get; init; }

    /// <summary>The stage that the policy may go to next; null at the end, and while that is not known.</summary>
    public string? NextStage { get; init; }

    /// <summary>A word of <see cref="Advice.GateWords"/>; null before the gate was asked.</summary>
    public string? GateVerdict { get; init; }

    public int? SpfLookups { get; init; }

    public int? WeakestKeyBits { get; init; }

    public string? WeakestKeyType { get; init; }

    /// <summary>What it is for, by its owner's word or the audit's; null when not known.</summary>
    public string? Purpose { get; init; }

    public int Errors { get; init; }

    public int Warnings { get; init; }

    /// <summary>Messages of the last 30 report days, and those of them that passed DMARC.</summary>
    public long Messages { get; init; }

    public long Aligned { get; init; }

    public DateTimeOffset? LastReportAt { get; init; }
}

/// <summary>A page of the list with the count of all that match.</summary>
public sealed record DomainListPage(IReadOnlyList<DomainListItem> Items, int Total);

/// <summary>Reads the list of domains a page at a time, sorted and filtered in the database.</summary>
public sealed class DomainListQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    public const int MostPerPage = 200;

    /// <summary>Domains that are taken at once for an action on all that match.</summary>
    public const int MostNames = 50_000;

    /// <summary>Lookups from which on little is left (RFC 7208 4.6.4 allows ten).</summary>
    public const int ManyLookups = 8;

    private const int StrongKeyBits = 2048;
    private const int AlignedDays = 30;

    // As GateWords writes it; a constant, so that the database compares with it.
    private const string Ready = "ready";

    public async Task<DomainListPage> ReadAsync(DomainListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var firstDay = FirstDay;
        var matching = Filter(db, request, tiers, await SilentBeforeAsync(cancellationToken).ConfigureAwait(false));
        var total = await matching.CountAsync(cancellationToken).ConfigureAwait(false);
        var size = Math.Clamp(request.PageSize, 1, MostPerPage);
        var page = Math.Clamp(request.Page, 0, Math.Max(0, (total - 1) / size));
        var items = await Sort(db, matching, request, firstDay, tiers)
            .Skip(page * size).Take(size)
            .Select(Item(db, firstDay, tiers))
            .AsSplitQuery()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return new DomainListPage(items, total);
    }

    /// <summary>The names of all that match, in order of name; <see cref="MostNames"/> at most.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(DomainListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        return await Filter(db, request, tiers, await SilentBeforeAsync(cancellationToken).ConfigureAwait(false)).OrderBy(d => d.Name).Select(d => d.Name).Take(MostNames).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How many domains are in each ready-made group; groups without any are left out.</summary>
    public async Task<IReadOnlyDictionary<DomainSet, int>> SetsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        var silentBefore = await SilentBeforeAsync(cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<DomainSet, int>();
        foreach (var set in Enum.GetValues<DomainSet>())
        {
            if (await Within(db, db.Domains, set, tiers, silentBefore).CountAsync(cancellationToken).ConfigureAwait(false) is var count and > 0)
            {
                counts.Add(set, count);
            }
        }

        return counts;
    }

    /// <summary>The lines of the names given, in that order; names that are not kept are left out.</summary>
    public async Task<IReadOnlyList<DomainListItem>> NamedAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var tiers = await counted.OfAsync(null, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var items = await db.Domains.AsNoTracking().Where(d => names.Contains(d.Name)).Select(Item(db, FirstDay, tiers)).AsSplitQuery()
            .ToDictionaryAsync(d => d.Name, cancellationToken).ConfigureAwait(false);
        return [.. names.Where(items.ContainsKey).Select(n => items[n])];
    }

    private async ValueTask<DateTimeOffset> SilentBeforeAsync(CancellationToken cancellationToken) =>
        clock.GetUtcNow().AddDays(-(await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).DomainSilentDays);

    private DateOnly FirstDay => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - AlignedDays);

    private static Expression<Func<MonitoredDomain, DomainListItem>> Item(AuditorDbContext db, DateOnly firstDay, IReadOnlyList<TrustTier> tiers) => d => new DomainListItem
    {
        Name = d.Name,
        Group = d.Group!.Name,
        Tags = d.Tags.Select(t => t.Name).ToList(),
        Paused = d.Paused,
        Score = d.Score,
        Grade = d.Grade,
        PreviousScore = d.PreviousScore,
        IsStale = d.ScoreIsStale,
        LastAuditAt = d.LastAuditAt,
        Stage = d.Stage,
        AppliedPolicy = d.AppliedPolicy,
        PolicyDomain = d.PolicyDomain,
        NextStage = d.NextStage,
        GateVerdict = d.GateVerdict,
        SpfLookups = d.SpfLookups,
        WeakestKeyBits = d.WeakestKeyBits,
        WeakestKeyType = d.WeakestKeyType,
        Purpose = d.PurposeOverride ?? d.Purpose,
        Errors = d.ErrorCount,
        Warnings = d.WarningCount,
        Messages = db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => (long?)t.Messages) ?? 0,
        Aligned = db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => (long?)t.Aligned) ?? 0,
        LastReportAt = d.LastReportAt,
    };

    private IQueryable<MonitoredDomain> Filter(AuditorDbContext db, DomainListRequest request, IReadOnlyList<TrustTier> tiers, DateTimeOffset silentBefore)
    {
        var domains = db.Domains.AsNoTracking();
        if (request.Set is { } set)
        {
            domains = Within(db, domains, set, tiers, silentBefore);
        }

        if (!string.IsNullOrWhiteSpace(request.Search))
        {
            var text = request.Search.Trim().ToLowerInvariant();
            domains = domains.Where(d => d.Name.Contains(text));
        }

        if (request.Stage is { } stage)
        {
            domains = domains.Where(d => !d.Paused && d.ScoredAt != null && (d.Stage ?? "unknown") == stage);
        }

        if (request.Group is { } group)
        {
            domains = domains.Where(d => d.Group!.Name == group);
        }

        if (request.Tag is { } tag)
        {
            domains = domains.Where(d => d.Tags.Any(t => t.Name == tag));
        }

        if (request.NeedsAction)
        {
            domains = domains.Where(d => !d.Paused && (d.ErrorCount > 0 || d.ScoreIsStale || (d.LastAuditAt != null && d.ScoredAt == null)));
        }

        return domains;
    }

    private IQueryable<MonitoredDomain> Within(AuditorDbContext db, IQueryable<MonitoredDomain> domains, DomainSet set, IReadOnlyList<TrustTier> tiers, DateTimeOffset silentBefore)
    {
        var firstDay = FirstDay;
        var watched = domains.Where(d => !d.Paused);
        return set switch
        {
            DomainSet.NoRecord => watched.Where(d => d.ScoredAt != null && d.Stage == "none"),
            DomainSet.Silent => watched.Where(d => d.LastReportAt != null && d.LastReportAt < silentBefore),
            DomainSet.ReadyForNext => watched.Where(d => d.GateVerdict == Ready),
            DomainSet.ManyLookups => watched.Where(d => d.SpfLookups > ManyLookups),
            DomainSet.WeakKeys => watched.Where(d => d.WeakestKeyType == "rsa" && d.WeakestKeyBits < StrongKeyBits),
            DomainSet.ParkedButActive => watched.Where(d => (d.PurposeOverride ?? d.Purpose) == "parked" && db.Totals.Any(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier) && t.Aligned > 0)),
            _ => watched.Where(d => d.Score < d.PreviousScore),
        };
    }

    private static Expression<Func<MonitoredDomain, double?>> Share(AuditorDbContext db, DateOnly firstDay, IReadOnlyList<TrustTier> tiers) => d =>
        db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => t.Messages) == 0
            ? null
            : db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => (double)t.Aligned)
                / db.Totals.Where(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier)).Sum(t => (double)t.Messages);

    // What is not known stands last in either direction; the name makes the order total, so that pages never overlap.
    private static IQueryable<MonitoredDomain> Sort(
        AuditorDbContext db, IQueryable<MonitoredDomain> domains, DomainListRequest request, DateOnly firstDay, IReadOnlyList<TrustTier> tiers)
    {
        var down = request.Descending;
        return request.Sort switch
        {
            DomainSort.Name => down ? domains.OrderByDescending(d => d.Name) : domains.OrderBy(d => d.Name),
            DomainSort.Score => By(domains.OrderBy(d => d.Score == null), d => d.Score, down),
            DomainSort.Stage => By(domains.OrderBy(d => d.Stage == null || d.Stage == "unknown"), d =>
                d.Stage == "none" ? 0 : d.Stage == "monitoring" ? 1 : d.Stage == "quarantine-test" ? 2 : d.Stage == "quarantine" ? 3 : d.Stage == "reject-test" ? 4 : 5, down),
            DomainSort.Lookups => By(domains.OrderBy(d => d.SpfLookups == null), d => d.SpfLookups, down),
            DomainSort.Key => By(domains.OrderBy(d => d.WeakestKeyBits == null || d.WeakestKeyType != "rsa"), d => d.WeakestKeyBits, down),
            DomainSort.Aligned => By(domains.OrderBy(d => !db.Totals.Any(t => t.PolicyDomain == d.Name && t.Day >= firstDay && tiers.Contains(t.Tier) && t.Messages > 0)), Share(db, firstDay, tiers), down),
            DomainSort.LastReport => By(domains.OrderBy(d => d.LastReportAt == null), d => d.LastReportAt, down),
            _ => domains.OrderBy(d => d.Paused).ThenBy(d => d.ErrorCount == 0 && !d.ScoreIsStale && (d.LastAuditAt == null || d.ScoredAt != null))
                .ThenBy(d => d.Score == null).ThenBy(d => d.Score).ThenBy(d => d.Name),
        };
    }

    private static IQueryable<MonitoredDomain> By<T>(IOrderedQueryable<MonitoredDomain> known, Expression<Func<MonitoredDomain, T>> key, bool down) =>
        (down ? known.ThenByDescending(key) : known.ThenBy(key)).ThenBy(d => d.Name);
}
