using System.Globalization;
using System.Resources;

namespace Auditor.Worker.Texts;

/// <summary>
/// The titles of findings in languages other than English, in which the rules themselves have them. A code that a language does not know, as of a stored finding whose rule
/// is gone, keeps its English title.
/// </summary>
public static class FindingTitles
{
    private static readonly ResourceManager Titles = new("Auditor.Worker.Texts.FindingTitles", typeof(FindingTitles).Assembly);

    /// <summary>The title of a code in the page's language; null where the English one stands.</summary>
    public static string? Of(string code) => In(CultureInfo.CurrentUICulture)?.GetString(code);

    /// <summary>The titles of a language; null when it has none of its own.</summary>
    internal static ResourceSet? In(CultureInfo language) => language.TwoLetterISOLanguageName == "de" ? Titles.GetResourceSet(CultureInfo.GetCultureInfo("de"), createIfNotExists: true, tryParents: false) : null;
}
