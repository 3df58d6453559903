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

/// <summary>Complaints about mail from one address, as feedback reports (RFC 5965) count them.</summary>
public sealed record ComplaintSource(string SourceIp, string Domain, long Complaints, DateOnly LastDay);

/// <summary>What the TLS page shows; lists are the largest, <see cref="TlsQuery.MostOfAKind"/> at most.</summary>
public sealed record TlsPage
{
    /// <summary>One entry a day, days without reports included.</summary>
    public IReadOnlyList<TlsDay> Days { get; init; } = [];

    public IReadOnlyList<TlsDomain> Domains { get; init; } = [];

    public IReadOnlyList<TlsReporter> Reporters { get; init; } = [];

    public IReadOnlyList<TlsFailureKind> Failures { get; init; } = [];

    public IReadOnlyList<ComplaintSource> Complaints { get; init; } = [];

    public long Successful => Days.Sum(d => d.Successful);

    public long Failed => Days.Sum(d => d.Failed);
}

/// <summary>Reads the daily sums of TLS reports and complaints.</summary>
public sealed class TlsQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock)
{
    public const int MostOfAKind = 50;

    /// <param name="domain">One domain; null or empty for all.</param>
    /// <param name="days">Days back, today included.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TlsPage> ReadAsync(string? domain, int days, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - days);
        var totals = db.Set<TlsDailyTotal>().AsNoTracking().Where(t => t.Day >= first && (string.IsNullOrEmpty(domain) || t.Domain == domain));
        var failures = db.Set<TlsDailyFailure>().AsNoTracking().Where(f => f.Day >= first && (string.IsNullOrEmpty(domain) || f.Domain == domain));
        var complaints = db.Set<ComplaintCount>().AsNoTracking().Where(c => c.Day >= first && (string.IsNullOrEmpty(domain) || c.Domain == domain));
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
            Complaints = await complaints.GroupBy(c => new { c.SourceIp, c.Domain }).Select(g => new { g.Key.SourceIp, g.Key.Domain, Count = g.Sum(c => c.Complaints), Last = g.Max(c => c.Day) })
                .OrderByDescending(c => c.Count).ThenBy(c => c.SourceIp).Take(MostOfAKind)
                .Select(c => new ComplaintSource(c.SourceIp, c.Domain, c.Count, c.Last)).ToListAsync(cancellationToken).ConfigureAwait(false),
        };
    }
}
