namespace Auditor.Core.Storage.Queries;

/// <summary>How often a reporter reports, by the days on which its windows begin.</summary>
/// <param name="Days">Days with a report, oldest first, each once.</param>
/// <param name="Reports">Reports on them.</param>
public sealed record ReporterRhythm(IReadOnlyList<DateOnly> Days, long Reports)
{
    /// <summary>Days with a report that a rhythm needs.</summary>
    public const int FewestDays = 5;

    /// <summary>A window of a day ends at midnight, and its report comes within the next day.</summary>
    private const int DaysUntilReport = 2;

    /// <summary>The median of days between two days with a report; null for too few of them.</summary>
    public double? MedianGap { get; } = Median(Days);

    /// <summary>Days of silence beyond what the usual way of things explains; null while the reporter keeps its rhythm, or has none.</summary>
    /// <param name="today">The UTC day that it is.</param>
    /// <param name="gaps">Usual gaps after which silence is told, as <see cref="Thresholds.SilentGaps"/>; two days more than the usual gap must have passed in any case.</param>
    public int? SilentFor(DateOnly today, int gaps) => MedianGap is { } gap && Math.Max(gaps * gap, gap + 2) is var after && today.DayNumber - Days[^1].DayNumber - (DaysUntilReport - 1) is var days && days > after ? days : null;

    /// <summary>True for a day on which a report was to be expected and none came.</summary>
    public bool IsMissing(DateOnly day, DateOnly today)
    {
        if (MedianGap is not { } gap || day.DayNumber > today.DayNumber - DaysUntilReport || Days.Contains(day))
        {
            return false;
        }

        var before = Days.LastOrDefault(d => d < day);
        return before != default && day.DayNumber - before.DayNumber >= Math.Max(1, Math.Round(gap, MidpointRounding.AwayFromZero));
    }

    private static double? Median(IReadOnlyList<DateOnly> days)
    {
        if (days.Count < FewestDays)
        {
            return null;
        }

        var gaps = days.Skip(1).Select((d, i) => d.DayNumber - days[i].DayNumber).Order().ToList();
        return gaps.Count % 2 == 1 ? gaps[gaps.Count / 2] : (gaps[(gaps.Count / 2) - 1] + gaps[gaps.Count / 2]) / 2.0;
    }
}
