using System.Globalization;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Tls;

/// <summary>Reads the window of a TLS report: RFC 3339 times, and what senders write instead.</summary>
internal static class TlsDates
{
    /// <summary>Begin and end in Unix seconds.</summary>
    /// <exception cref="IntakeException">One of them is missing or no time, or the window is turned round or too long.</exception>
    public static (long Begin, long End) Read(string? begin, string? end, RepairLog repairs, IntakeLimits limits)
    {
        if (Time(begin, repairs) is not { } first || Time(end, repairs) is not { } last || last < first || first < 0 || last >= ReportDate.LatestSecond)
        {
            throw new IntakeException(IntakeReason.DateRangeInvalid, $"The window from '{Short(begin)}' to '{Short(end)}' is no span of time.");
        }

        return last - first > limits.MaxWindow.TotalSeconds
            ? throw new IntakeException(IntakeReason.DateRangeTooLong, $"The window is longer than {limits.MaxWindow.TotalDays:0} days.")
            : (first, last);
    }

    private static long? Time(string? text, RepairLog repairs)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Contains('-', StringComparison.Ordinal)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            if (text[^1] is not ('Z' or 'z') && !Rest(text).Contains('+', StringComparison.Ordinal) && !Rest(text).Contains('-', StringComparison.Ordinal))
            {
                repairs.Add("date-without-zone", $"time '{text}' names no zone and was read as UTC", null);
            }

            return time.ToUnixTimeSeconds();
        }

        var seconds = ReportDate.Parse(text, out var repair);
        if (seconds is not null)
        {
            repairs.Add("date-form", repair ?? $"time '{text}' was read as Unix seconds", null);
        }

        return seconds;
    }

    // What follows the date, which has hyphens of its own.
    private static string Rest(string text) => text.Length > 10 ? text[10..] : "";

    private static string Short(string? text) => text is null ? "" : text.Length > 40 ? text[..40] : text;
}
