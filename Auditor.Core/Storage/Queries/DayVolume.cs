namespace Auditor.Core.Storage.Queries;

/// <summary>Messages of one UTC report day.</summary>
/// <param name="Day">The day on which the reporters' windows start, UTC.</param>
/// <param name="Passed">Messages that passed DMARC: DKIM or SPF aligned.</param>
/// <param name="Failed">Messages that did not.</param>
public sealed record DayVolume(DateOnly Day, long Passed, long Failed)
{
    public long Messages => Passed + Failed;

    /// <summary>One entry for every day from <paramref name="first"/> to <paramref name="last"/>, days without reports as zero.</summary>
    public static IReadOnlyList<DayVolume> Fill(IEnumerable<DayVolume> known, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(known);
        var byDay = known.ToDictionary(d => d.Day);
        return [.. Enumerable.Range(0, Math.Max(0, last.DayNumber - first.DayNumber + 1))
            .Select(i => first.AddDays(i)).Select(day => byDay.GetValueOrDefault(day) ?? new DayVolume(day, 0, 0))];
    }
}
