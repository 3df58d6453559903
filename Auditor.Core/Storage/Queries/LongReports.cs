using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>Reports whose window is clearly longer than a day. Sums have their messages on the day that the window begins; charts spread them over it.</summary>
internal static class LongReports
{
    /// <summary>The condition of the index on them: more than 26 hours, since a day can have 25.</summary>
    public const string Condition = "\"End\" - \"Begin\" > 93600";

    // Beyond this many in a chart's time the smallest stay where their windows begin.
    private const int Most = 5_000;

    private const string Sql = $"SELECT * FROM \"Reports\" WHERE {Condition}";

    /// <summary>All of them.</summary>
    public static IQueryable<StoredReport> Of(AuditorDbContext db) => db.Reports.FromSqlRaw(Sql).AsNoTracking();

    /// <summary>Volumes with the messages of long reports spread, every day from <paramref name="first"/> to <paramref name="last"/>; nothing when there is nothing in these days.</summary>
    /// <param name="reports">The long reports of the domains in question.</param>
    /// <param name="tiers">Tiers that the volumes count.</param>
    /// <param name="known">The volumes by the day that windows begin.</param>
    /// <param name="first">First day.</param>
    /// <param name="last">Last day.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<IReadOnlyList<DayVolume>> SpreadAsync(
        IQueryable<StoredReport> reports, IReadOnlyList<TrustTier> tiers, IEnumerable<DayVolume> known, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var from = new DateTimeOffset(first.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var until = new DateTimeOffset(last.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var found = await reports.Where(r => !r.IsDisplaced && tiers.Contains(r.Tier) && r.End >= from && r.Begin < until)
            .OrderByDescending(r => r.MessageCount).ThenBy(r => r.Id).Take(Most)
            .Select(r => new { r.Begin, r.End, r.MessageCount, r.AlignedCount }).ToListAsync(cancellationToken).ConfigureAwait(false);
        var days = known.ToDictionary(d => d.Day);
        foreach (var report in found)
        {
            var (passed, failed) = (report.AlignedCount, report.MessageCount - report.AlignedCount);
            var begins = DateOnly.FromDateTime(report.Begin.UtcDateTime);
            if (begins >= first)
            {
                // A report that a limit kept out of the sums is not in its day, and has nothing to spread.
                if (days.GetValueOrDefault(begins) is not { } day || day.Passed < passed || day.Failed < failed)
                {
                    continue;
                }

                days[begins] = day with { Passed = day.Passed - passed, Failed = day.Failed - failed };
            }

            foreach (var ((at, good), (_, bad)) in WindowShares.Of(report.Begin, report.End, passed).Zip(WindowShares.Of(report.Begin, report.End, failed)))
            {
                if (at >= first && at <= last)
                {
                    var day = days.GetValueOrDefault(at) ?? new DayVolume(at, 0, 0);
                    days[at] = day with { Passed = day.Passed + good, Failed = day.Failed + bad };
                }
            }
        }

        return days.Count == 0 ? [] : DayVolume.Fill(days.Values, first, last);
    }
}
