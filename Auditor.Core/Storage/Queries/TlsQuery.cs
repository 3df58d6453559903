using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Sessions of one UTC report day.</summary>
public sealed record TlsDay(DateOnly Day, long Successful, long Failed);

/// <summary>Sessions of one domain.</summary>
public sealed record TlsDomain(string Domain, long Successful, long Failed, DateOnly LastDay);

/// <summary>Sessions that one sender reported.</summary>
public sealed record TlsReporter(string OrgKey, long Successful, long Failed, DateOnly LastDay);

/// <summary>Failed sessions of one kind at one mail host; an empty host was not named.</summary>
public sealed record TlsFailureKind(string ResultType, string MxHost, long Sessions, DateOnly LastDay);

/// <summary>What the TLS page shows; lists are the largest, <see cref="TlsQuery.MostOfAKind"/> at most.</summary>
public sealed record TlsPage
{
    /// <summary>One entry a day, days without reports included.</summary>
    public IReadOnlyList<TlsDay> Days { get; init; } = [];

    public IReadOnlyList<TlsDomain> Domains { get; init; } = [];

    public IReadOnlyList<TlsReporter> Reporters { get; init; } = [];

    public IReadOnlyList<TlsFailureKind> Failures { get; init; } = [];

    /// <summary>Reports of other tiers, with their sessions.</summary>
    public LeftOutReports LeftOut { get; init; } = new(0, 0);

    public long Successful => Days.Sum(d => d.Successful);

    public long Failed => Days.Sum(d => d.Failed);
}

/// <summary>Reads the daily sums of TLS reports.</summary>
public sealed class TlsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null)
{
    public const int MostOfAKind = 50;

    /// <param name="domain">One domain; null or empty for all.</param>
    /// <param name="days">Days back, today included.</param>
    /// <param name="choice">Which tiers are counted; null for those of verdicts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TlsPage> ReadAsync(string? domain, int days, TierChoice? choice, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(choice, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - days);
        var totals = db.Set<TlsDailyTotal>().AsNoTracking().Where(t => t.Day >= first && tiers.Contains(t.Tier) && (string.IsNullOrEmpty(domain) || t.Domain == domain));
        var failures = db.Set<TlsDailyFailure>().AsNoTracking().Where(f => f.Day >= first && tiers.Contains(f.Tier) && (string.IsNullOrEmpty(domain) || f.Domain == domain));
        var start = new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero);
        var leftOut = db.TlsReports.AsNoTracking().Where(r => r.End >= start && !tiers.Contains(r.Tier) && (string.IsNullOrEmpty(domain) || r.PolicyDomain == domain));
        var byDay = await totals.GroupBy(t => t.Day).Select(g => new TlsDay(g.Key, g.Sum(t => t.Successful), g.Sum(t => t.Failed)))
            .ToDictionaryAsync(d => d.Day, cancellationToken).ConfigureAwait(false);
        return new TlsPage
        {
            Days = [.. Enumerable.Range(0, days).Select(i => first.AddDays(i)).Select(day => byDay.GetValueOrDefault(day) ?? new TlsDay(day, 0, 0))],
            Domains = await totals.GroupBy(t => t.Domain).Select(g => new { g.Key, Successful = g.Sum(t => t.Successful), Failed = g.Sum(t => t.Failed), Last = g.Max(t => t.Day) })
                .OrderByDescending(d => d.Failed).ThenByDescending(d => d.Successful).ThenBy(d => d.Key).Take(MostOfAKind)
                .Select(d => new TlsDomain(d.Key, d.Successful, d.Failed, d.Last)).ToListAsync(cancellationToken).ConfigureAwait(false),
            Reporters = await totals.GroupBy(t => t.OrgKey).Select(g => new { g.Key, Successful = g.Sum(t => t.Successful), Failed = g.Sum(t => t.Failed), Last = g.Max(t => t.Day) })
                .OrderByDescending(r => r.Successful + r.Failed).ThenBy(r => r.Key).Take(MostOfAKind)
                .Select(r => new TlsReporter(r.Key, r.Successful, r.Failed, r.Last)).ToListAsync(cancellationToken).ConfigureAwait(false),
            Failures = await failures.GroupBy(f => new { f.ResultType, f.MxHost }).Select(g => new { g.Key.ResultType, g.Key.MxHost, Sessions = g.Sum(f => f.Sessions), Last = g.Max(f => f.Day) })
                .OrderByDescending(f => f.Sessions).ThenBy(f => f.ResultType).ThenBy(f => f.MxHost).Take(MostOfAKind)
                .Select(f => new TlsFailureKind(f.ResultType, f.MxHost, f.Sessions, f.Last)).ToListAsync(cancellationToken).ConfigureAwait(false),
            LeftOut = await leftOut.GroupBy(_ => 1).Select(g => new LeftOutReports(g.LongCount(), g.Sum(r => r.Successful + r.Failed))).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
                ?? new LeftOutReports(0, 0),
        };
    }
}
