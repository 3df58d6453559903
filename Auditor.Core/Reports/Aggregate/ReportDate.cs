using System.Globalization;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Reads begin and end of a reporting window: Unix seconds, and what reporters write instead.</summary>
internal static class ReportDate
{
    /// <summary>2100-01-01: later ends are milliseconds or nonsense.</summary>
    public const long LatestSecond = 4_102_444_800;

    /// <summary>2012-01-01, when DMARC was published: earlier ones are kept, but noted.</summary>
    public const long DmarcPublished = 1_325_376_000;

    private const long EarliestMillisecond = 1_000_000_000_000;

    /// <summary>Unix seconds, or null when the text is no date. <paramref name="repair"/> says what was done; null when nothing.</summary>
    public static long? Parse(string? text, out string? repair)
    {
        repair = null;
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (number < EarliestMillisecond)
            {
                return number;
            }

            repair = $"date '{text}' was read as milliseconds";
            return number / 1000;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < LatestSecond)
        {
            repair = $"date '{text}' was cut to seconds";
            return (long)seconds;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && text.Contains('-', StringComparison.Ordinal))
        {
            repair = $"date '{text}' was read as UTC text";
            return date.ToUnixTimeSeconds();
        }

        return null;
    }
}
