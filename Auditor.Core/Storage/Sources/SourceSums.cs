using System.Globalization;
using System.Runtime.InteropServices;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Queries;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>What identifies a source within a domain.</summary>
internal readonly record struct SourceKey(string SourceIp, string HeaderFrom);

/// <summary>The messages of a source over the window.</summary>
internal sealed class SourceSum(int days)
{
    private readonly long[] daily = new long[days];

    public int FirstDay { get; private set; } = int.MaxValue;

    public int LastDay { get; private set; } = int.MinValue;

    public long Messages { get; private set; }

    public long Aligned { get; private set; }

    public long DkimAligned { get; private set; }

    public long SpfAligned { get; private set; }

    public long Quarantined { get; private set; }

    public long Rejected { get; private set; }

    /// <summary>True when most of the mail passes DMARC.</summary>
    public bool Passes => Aligned * 2 >= Messages;

    public ReadOnlySpan<long> Days => daily;

    public string Daily => string.Join(',', daily.Select(d => d.ToString(CultureInfo.InvariantCulture)));

    public void Add(int day, int index, bool dkim, bool spf, string disposition, long messages)
    {
        FirstDay = Math.Min(FirstDay, day);
        LastDay = Math.Max(LastDay, day);
        daily[Math.Clamp(index, 0, daily.Length - 1)] += messages;
        Messages += messages;
        Aligned += dkim || spf ? messages : 0;
        DkimAligned += dkim ? messages : 0;
        SpfAligned += spf ? messages : 0;
        Quarantined += disposition == "quarantine" ? messages : 0;
        Rejected += disposition == "reject" ? messages : 0;
    }

    /// <summary>Moves messages from the day on which their report's window begins to the days of the window; those to come are today's.</summary>
    public void Spread(int begins, long messages, IEnumerable<(int Index, long Part)> parts)
    {
        if (begins >= daily.Length || daily[begins] < messages)
        {
            return;
        }

        daily[begins] -= messages;
        foreach (var (index, part) in parts)
        {
            daily[Math.Clamp(index, 0, daily.Length - 1)] += part;
        }
    }
}

/// <summary>Adds up the rollups of a domain.</summary>
internal static class SourceSums
{
    // About 30 MB; a domain with more sources in a month is flooded, and the rest of the flood tells nothing new.
    private const int Most = 50_000;

    private const int MostLong = 200;

    /// <summary>The sources from a day on, by the reports that count.</summary>
    /// <param name="db">The database.</param>
    /// <param name="names">Policy domains.</param>
    /// <param name="tiers">Tiers that count.</param>
    /// <param name="first">First day.</param>
    /// <param name="days">Days of the window.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Dictionary<SourceKey, SourceSum>> ReadAsync(
        AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, DateOnly first, int days, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<SourceKey, SourceSum>();
        var rollups = db.Rollups.AsNoTracking().Where(r => names.Contains(r.PolicyDomain) && r.Day >= first && tiers.Contains(r.Tier))
            .Select(r => new { r.Day, r.SourceIp, r.HeaderFrom, r.DkimAligned, r.SpfAligned, r.Disposition, r.Messages }).AsAsyncEnumerable();
        await foreach (var r in rollups.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var key = new SourceKey(r.SourceIp, r.HeaderFrom);
            if (sums.Count >= Most && !sums.ContainsKey(key))
            {
                continue;
            }

            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
            sum ??= new SourceSum(days);
            sum.Add(r.Day.DayNumber, r.Day.DayNumber - first.DayNumber, r.DkimAligned, r.SpfAligned, r.Disposition, r.Messages);
        }

        await SpreadAsync(db, names, tiers, first, days, sums, cancellationToken).ConfigureAwait(false);
        return sums;
    }

    // Only the daily figures, which are drawn: the sums stay those of the day on which the windows begin.
    private static async Task SpreadAsync(
        AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, DateOnly first, int days, Dictionary<SourceKey, SourceSum> sums, CancellationToken cancellationToken)
    {
        var from = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var reports = await LongReports.Of(db).Where(r => names.Contains(r.PolicyDomain) && !r.IsDisplaced && r.HasRows && tiers.Contains(r.Tier) && r.Begin >= from)
            .OrderByDescending(r => r.MessageCount).ThenBy(r => r.Id).Take(MostLong).Select(r => new { r.Id, r.Begin, r.End, r.PolicyDomain }).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var report in reports)
        {
            var rows = await db.Rows.AsNoTracking().Where(r => r.ReportId == report.Id).GroupBy(r => new { r.SourceIp, r.HeaderFrom })
                .Select(g => new { g.Key.SourceIp, g.Key.HeaderFrom, Messages = g.Sum(r => r.Messages) }).ToListAsync(cancellationToken).ConfigureAwait(false);
            var begins = DateOnly.FromDateTime(report.Begin.UtcDateTime).DayNumber - first.DayNumber;
            foreach (var row in rows)
            {
                sums.GetValueOrDefault(new SourceKey(row.SourceIp, StoredText.Key(row.HeaderFrom)))?.Spread(
                    begins, row.Messages, WindowShares.Of(report.Begin, report.End, row.Messages).Select(s => (s.Day.DayNumber - first.DayNumber, s.Part)));
            }
        }
    }

    /// <summary>The first day of each source before a day, over everything that was ever reported.</summary>
    public static async Task<Dictionary<SourceKey, DateOnly>> FirstDaysAsync(
        AuditorDbContext db, IReadOnlyList<string> names, IReadOnlyList<TrustTier> tiers, DateOnly before, CancellationToken cancellationToken) =>
        await db.Rollups.AsNoTracking().Where(r => names.Contains(r.PolicyDomain) && r.Day < before && tiers.Contains(r.Tier))
            .GroupBy(r => new { r.SourceIp, r.HeaderFrom }).Select(g => new { g.Key, First = g.Min(r => r.Day) })
            .ToDictionaryAsync(g => new SourceKey(g.Key.SourceIp, g.Key.HeaderFrom), g => g.First, cancellationToken).ConfigureAwait(false);
}
