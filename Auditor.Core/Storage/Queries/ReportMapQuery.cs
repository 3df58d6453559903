using System.Collections.Concurrent;
using System.Globalization;
using Auditor.Core.Reports.Authenticity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Which reports; everything of it stands in the page's address.</summary>
public sealed record ReportFilter
{
    /// <summary>The policy domain, in A-labels; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>The reporter's name in lower case, as a whole; null for all.</summary>
    public string? Reporter { get; init; }

    /// <summary>The day on which windows begin; null for all.</summary>
    public DateOnly? Day { get; init; }

    public TierChoice? Tier { get; init; }
}

/// <summary>A line of the map.</summary>
/// <param name="Key">The reporter's name in lower case.</param>
/// <param name="Name">As it writes it.</param>
/// <param name="ByDay">Reports by the day on which their windows begin.</param>
/// <param name="Messages">Messages in them.</param>
/// <param name="Rhythm">How often it reports.</param>
public sealed record ReporterLine(string Key, string Name, IReadOnlyDictionary<DateOnly, int> ByDay, long Messages, ReporterRhythm Rhythm);

/// <summary>Who reports on which days.</summary>
/// <param name="Days">The days shown, oldest first; UTC days of the reporters' windows.</param>
/// <param name="Lines">A page of reporters, most reports first.</param>
/// <param name="Reporters">How many there are.</param>
/// <param name="Silent">Those that stopped, longest silence first.</param>
public sealed record ReportMap(IReadOnlyList<DateOnly> Days, IReadOnlyList<ReporterLine> Lines, int Reporters, IReadOnlyList<(ReporterLine Reporter, int Days)> Silent);

/// <summary>Reads who reports when: one sum over the reports of the last <see cref="RhythmDays"/> days. What concerns all domains may be a few minutes old.</summary>
public sealed class ReportMapQuery(IDbContextFactory<AuditorDbContext> contexts, TimeProvider clock, ICountedTiers? counted = null, IThresholds? thresholds = null)
{
    /// <summary>Days shown.</summary>
    public const int ShownDays = 30;

    /// <summary>Days from which the rhythm is taken.</summary>
    public const int RhythmDays = 60;

    /// <summary>Reporters on a page of the map.</summary>
    public const int PageSize = 25;

    // Who invents a name a report cannot make the page heavy.
    private const int MostLines = 40_000;

    // Days are what is counted: where there are many reports, neither the overview nor the map need count them at each look.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private const int WorthKeeping = 20_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, List<ReporterLine> Lines)> kept = new(StringComparer.Ordinal);

    public async Task<ReportMap> ReadAsync(ReportFilter filter, int page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - ShownDays);
        var lines = filter is { Domain: null, Reporter: null } ? await AllAsync(filter.Tier, cancellationToken).ConfigureAwait(false) : await LinesAsync(filter, today, cancellationToken).ConfigureAwait(false);
        var shown = lines.Where(l => l.ByDay.Keys.Any(d => d >= first)).OrderByDescending(l => l.Rhythm.Reports).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
        return new ReportMap(
            [.. Enumerable.Range(0, ShownDays).Select(first.AddDays)],
            [.. shown.Skip(page * PageSize).Take(PageSize)],
            shown.Count,
            await SilenceAsync(lines, today, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The reporters that stopped, over all domains; a few minutes old at most.</summary>
    public async Task<IReadOnlyList<(ReporterLine Reporter, int Days)>> SilentAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return await SilenceAsync(await AllAsync(null, cancellationToken).ConfigureAwait(false), today, cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<ReporterLine>> AllAsync(TierChoice? tier, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = (tier ?? TierChoice.Counted).Word;
        if (kept.TryGetValue(key, out var last) && now - last.At < Kept)
        {
            return last.Lines;
        }

        var lines = await LinesAsync(new ReportFilter { Tier = tier }, DateOnly.FromDateTime(now.UtcDateTime), cancellationToken).ConfigureAwait(false);
        if (lines.Sum(l => l.Rhythm.Reports) >= WorthKeeping)
        {
            kept[key] = (now, lines);
        }

        return lines;
    }

    private async Task<IReadOnlyList<(ReporterLine Reporter, int Days)>> SilenceAsync(List<ReporterLine> lines, DateOnly today, CancellationToken cancellationToken)
    {
        var gaps = (await thresholds.OfAsync(cancellationToken).ConfigureAwait(false)).SilentGaps;
        return [.. lines.Select(l => (Reporter: l, Days: l.Rhythm.SilentFor(today, gaps) ?? 0)).Where(l => l.Days > 0).OrderByDescending(l => l.Days).ThenBy(l => l.Reporter.Key, StringComparer.Ordinal)];
    }

    private async Task<List<ReporterLine>> LinesAsync(ReportFilter filter, DateOnly today, CancellationToken cancellationToken)
    {
        var tiers = await counted.OfAsync(filter.Tier, cancellationToken).ConfigureAwait(false);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var from = new DateTimeOffset(today.AddDays(-RhythmDays).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();
        var names = filter.Domain is { } domain ? await PolicyDomainNames.OfAsync(db, domain, cancellationToken).ConfigureAwait(false) : [];
        var found = await db.Database.SqlQueryRaw<ReporterDay>(Sql(tiers, names.Count, filter.Reporter is not null), Values(from, names, filter.Reporter)).ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. found.Where(f => f.Day <= today.AddDays(1).DayNumber - UnixEpoch).GroupBy(f => f.OrgKey).Select(g => new ReporterLine(
                g.Key,
                g.First().OrgName ?? g.Key,
                g.ToDictionary(f => Day(f.Day), f => (int)Math.Min(f.Reports, int.MaxValue)),
                g.Sum(f => f.Messages),
                new ReporterRhythm([.. g.Select(f => Day(f.Day)).Order()], g.Sum(f => f.Reports)))),
        ];
    }

    private static readonly int UnixEpoch = new DateOnly(1970, 1, 1).DayNumber;

    private static DateOnly Day(long day) => DateOnly.FromDayNumber((int)day + UnixEpoch);

    // The day of a window is its begin divided by a day: no function for it is known to both databases and EF Core.
    private static string Sql(IReadOnlyList<TrustTier> tiers, int names, bool hasReporter)
    {
        var among = names == 0 ? "" : $""" AND "PolicyDomain" IN ({string.Join(", ", Enumerable.Range(1, names).Select(i => $"{{{i}}}"))})""";
        var of = hasReporter ? $$""" AND "OrgKey" = {{{1 + names}}}""" : "";
        return $$"""
            SELECT "OrgKey", max("OrgName") AS "OrgName", "Begin" / 86400 AS "Day", count(*) AS "Reports", CAST(sum("MessageCount") AS bigint) AS "Messages"
            FROM "Reports" WHERE "End" >= {0} AND "IsDisplaced" = false AND "Tier" IN ({{string.Join(", ", tiers.Select(t => ((int)t).ToString(CultureInfo.InvariantCulture)))}}){{among}}{{of}}
            GROUP BY "OrgKey", "Begin" / 86400 ORDER BY "OrgKey", "Begin" / 86400 LIMIT {{MostLines}}
            """;
    }

    private static object[] Values(long from, IReadOnlyList<string> names, string? reporter) => [from, .. names, .. reporter is null ? Array.Empty<string>() : [reporter]];

    private sealed record ReporterDay(string OrgKey, string? OrgName, long Day, long Reports, long Messages);
}
