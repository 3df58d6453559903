namespace Auditor.Worker.Jobs;

/// <summary>
/// A time of day in a time zone, as instants. Where the clocks skip the time, it is the first instant after the gap; where they show it
/// twice, it is the first of the two. So every local day has exactly one.
/// </summary>
public sealed record NightlySchedule(TimeZoneInfo TimeZone, TimeOnly At)
{
    /// <summary>The first occurrence after <paramref name="instant"/>.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant)
    {
        var day = LocalDay(instant);
        var today = OccurrenceOn(day);
        return today > instant ? today : OccurrenceOn(day.AddDays(1));
    }

    /// <summary>The last occurrence at or before <paramref name="instant"/>.</summary>
    public DateTimeOffset LastUntil(DateTimeOffset instant)
    {
        var day = LocalDay(instant);
        var today = OccurrenceOn(day);
        return today <= instant ? today : OccurrenceOn(day.AddDays(-1));
    }

    /// <summary>The day that the zone's calendar has at an instant.</summary>
    public DateOnly LocalDay(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZone).DateTime);

    private DateTimeOffset OccurrenceOn(DateOnly day)
    {
        var local = day.ToDateTime(At, DateTimeKind.Unspecified);

        // Gaps are an hour nearly everywhere, half an hour on Lord Howe Island: minutes find the end of any.
        while (TimeZone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = TimeZone.IsAmbiguousTime(local) ? TimeZone.GetAmbiguousTimeOffsets(local).Max() : TimeZone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
