using System.Globalization;
using System.Text;

namespace Auditor.Worker.Cli;

/// <summary>Text from DNS or from reports, made fit for a terminal: it cannot move the cursor, change colours or turn lines around.</summary>
internal static class SafeText
{
    /// <summary>Control and format characters as <c>⟦U+001B⟧</c>; everything else as it is.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = IsUnsafe(c) ? result.Append(CultureInfo.InvariantCulture, $"⟦U+{(int)c:X4}⟧") : result.Append(c);
        }

        return result.ToString();
    }

    private static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;
}
