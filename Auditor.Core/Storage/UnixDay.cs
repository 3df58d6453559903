namespace Auditor.Core.Storage;

/// <summary>UTC days of reports, as the database counts them.</summary>
public static class UnixDay
{
    /// <summary>Day number of 1970-01-01.</summary>
    public const int Epoch = 719162;

    private const long SecondsPerDay = 86400;

    /// <summary>The UTC day of a time in Unix seconds; times outside the calendar give its first or last day.</summary>
    public static DateOnly Of(long unixSeconds)
    {
        var day = Math.Clamp(Math.DivRem(unixSeconds, SecondsPerDay, out var rest) - (rest < 0 ? 1 : 0), -Epoch, DateOnly.MaxValue.DayNumber - Epoch);
        return DateOnly.FromDayNumber((int)day + Epoch);
    }

    /// <summary>The column's value for a day.</summary>
    public static int Number(DateOnly day) => day.DayNumber - Epoch;
}
