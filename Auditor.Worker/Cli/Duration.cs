using System.Globalization;

namespace Auditor.Worker.Cli;

/// <summary>Durations as people write them: <c>500ms</c>, <c>5s</c>, <c>2m</c>, a bare number of seconds.</summary>
internal static class Duration
{
    /// <summary>True when the text is a duration above zero and at most an hour.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 1d),
            _ when text.EndsWith('s') => (text[..^1], 1_000d),
            _ when text.EndsWith('m') => (text[..^1], 60_000d),
            _ => (text, 1_000d),
        };
        duration = default;
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number * unit is < 1 or > 3_600_000)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(number * unit);
        return true;
    }
}
