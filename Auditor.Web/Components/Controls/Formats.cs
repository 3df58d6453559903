using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Web.Hosting;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>How numbers, shares and times are written on every page, in the reader's language. Files, styles and what is stored keep the invariant form.</summary>
internal static class Formats
{
    /// <summary>12,345.</summary>
    public static string Count(long value) => value.ToString("N0", Languages.Culture);

    /// <summary>"1 domain", "3 domains".</summary>
    public static string Plural(long count, string one, string? many = null) =>
        $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>The same in English for what is stored, whoever stores it.</summary>
    public static string Stored(long count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");

    /// <summary>98.2 %; one digit behind the point, so that columns align; 100 % and 0 % only when it is exactly that. A dash without anything to divide by.</summary>
    public static string Share(long part, long whole)
    {
        if (whole <= 0)
        {
            return "–";
        }

        var percent = 100.0 * part / whole;
        var rounded = Math.Round(percent, 1, MidpointRounding.AwayFromZero);
        if (rounded >= 100 && part < whole)
        {
            rounded = 99.9;
        }
        else if (rounded <= 0 && part > 0)
        {
            rounded = 0.1;
        }

        return rounded.ToString(rounded is 0 or 100 ? "0" : "0.0", Languages.Culture) + " %";
    }

    /// <summary>95 %, 99.5 %: a share from 0 to 1 that somebody chose, without digits that say nothing.</summary>
    public static string Percent(double share) => Math.Round(100 * share, 2).ToString("0.##", Languages.Culture) + "\u00A0%";

    /// <summary>Points of the score: 16, 2.5, with a real minus sign when <paramref name="lost"/>.</summary>
    public static string Points(double points, bool lost = false) =>
        (lost && points > 0 ? "−" : "") + points.ToString("0.#", Languages.Culture);

    /// <summary>2026-11-23 02:14 UTC.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>23 Nov 2026, for report days, which are UTC.</summary>
    public static string Day(DateOnly day) => day.ToString(ControlTexts.DayForm, Languages.Culture);

    /// <summary>25 Oct – 22 Nov 2026; one day when both are the same; both years when they differ.</summary>
    public static string Days(DateOnly first, DateOnly last)
    {
        if (first == last)
        {
            return Day(last);
        }

        return first.Year == last.Year
            ? $"{first.ToString(ControlTexts.DayOfYearForm, Languages.Culture)} – {Day(last)}"
            : $"{Day(first)} – {Day(last)}";
    }

    /// <summary>1.4 kB, 3.2 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => Say.It(ControlTexts.Bytes, bytes),
        < 1_000_000 => string.Create(Languages.Culture, $"{bytes / 1000.0:0.#} kB"),
        _ => string.Create(Languages.Culture, $"{bytes / 1_000_000.0:0.#} MB"),
    };

    /// <summary>A domain name for people: U-labels where there are some, invisible characters made visible.</summary>
    public static string Domain(string name) => Visible(DomainName.TryParse(name, out var parsed) ? parsed.Display : name);

    /// <summary>
    /// Text from outside with its invisible characters made visible: a bidirectional control could make a name read as another
    /// (U+202E is written ⟦U+202E⟧).
    /// </summary>
    public static string Visible(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(Hidden))
        {
            return text ?? "";
        }

        return string.Concat(text.Select(c => Hidden(c) ? string.Create(CultureInfo.InvariantCulture, $"⟦U+{(int)c:X4}⟧") : c.ToString()));
    }

    private static bool Hidden(char c) =>
        c is '\u061C' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || (char.IsControl(c) && c is not '\n' and not '\t');
}
