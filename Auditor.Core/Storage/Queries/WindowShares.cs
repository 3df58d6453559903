namespace Auditor.Core.Storage.Queries;

/// <summary>Parts of a sum by the UTC days of a window. Reports of more than a day are stored as sent; only charts spread them.</summary>
public static class WindowShares
{
    private const long Day = 24 * 60 * 60;

    /// <summary>Each day's part, by its seconds within the window; the parts add up to the whole.</summary>
    /// <param name="begin">The window's start.</param>
    /// <param name="end">Its end; one that lies before the start counts as one second.</param>
    /// <param name="whole">What to spread.</param>
    public static IEnumerable<(DateOnly Day, long Part)> Of(DateTimeOffset begin, DateTimeOffset end, long whole)
    {
        var from = begin.ToUnixTimeSeconds();
        var length = Math.Max(1, end.ToUnixTimeSeconds() - from);
        var given = 0L;
        for (var day = from - Mod(from); day < from + length; day += Day)
        {
            var upTo = (long)((Int128)whole * (Math.Min(from + length, day + Day) - from) / length);
            yield return (DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(day).UtcDateTime), upTo - given);
            given = upTo;
        }
    }

    private static long Mod(long seconds) => ((seconds % Day) + Day) % Day;
}
