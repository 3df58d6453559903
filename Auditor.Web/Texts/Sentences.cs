using System.Globalization;

namespace Auditor.Web.Texts;

/// <summary>
/// The sentences of Auditor.Core in the language of the page. Core writes English, and English is what is stored, exported and answered; a language has its words in the files of
/// <c>Texts/Sentences</c>, each beside the English sentence with its values left open. A sentence is found again by those words, so that what an old audit stored is shown like
/// what is new, and a language costs an audit nothing.
/// </summary>
internal static class Sentences
{
    private static readonly Lazy<SentenceBook> German = new(() => SentenceBook.Read(CultureInfo.GetCultureInfo("de")));

    /// <summary>A text of one sentence or several in the page's language; null where the English one stands, for a part of it too.</summary>
    public static string? Of(string? text) => text is null ? null : In(CultureInfo.CurrentUICulture)?.Translate(text);

    /// <summary>The sentences of a language; null when it has none of its own.</summary>
    internal static SentenceBook? In(CultureInfo language) => language.TwoLetterISOLanguageName == "de" ? German.Value : null;
}
