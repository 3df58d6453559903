using System.Collections.Immutable;

namespace Auditor.Core.Spf;

/// <summary>
/// Reads SPF records by the grammar of RFC 7208 12. Nothing is thrown on content: what does not follow the grammar
/// becomes a <see cref="SpfSyntaxError"/> with its place, and the rest is read on.
/// </summary>
public static class SpfParser
{
    /// <summary>Errors kept for one record; the text of a hostile one would otherwise be repeated error by error.</summary>
    public const int MaxErrors = 100;

    private const string Version = "v=spf1";

    /// <summary>True for a text that a receiver takes for an SPF record: the version, then a space or the end (RFC 7208 4.5).</summary>
    public static bool IsSpfRecord(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');
    }

    /// <summary>Reads a record. A text that does not begin with the version is read on, with an error at 0.</summary>
    public static SpfRecord Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var terms = ImmutableArray.CreateBuilder<Term>();
        var errors = ImmutableArray.CreateBuilder<SpfSyntaxError>();
        var position = 0;
        if (IsSpfRecord(text))
        {
            position = Version.Length;
        }
        else
        {
            errors.Add(new SpfSyntaxError(0, FirstWord(text), "An SPF record begins with 'v=spf1' and a space (RFC 7208 4.5)."));
        }

        var hasRedirect = false;
        var hasExplanation = false;
        while (position < text.Length)
        {
            if (text[position] == ' ')
            {
                position++;
                continue;
            }

            var end = text.IndexOf(' ', position);
            var source = new TermSource(text[position..(end < 0 ? text.Length : end)], position);
            position += source.Text.Length;
            if (!TermParser.TryParse(source, out var term, out var error))
            {
                Report(error);
            }
            else if ((term is RedirectModifier && hasRedirect) || (term is ExplanationModifier && hasExplanation))
            {
                var name = term is RedirectModifier ? "redirect" : "exp";
                Report(new SpfSyntaxError(source.Position, source.Text, $"'{name}' may stand in a record only once (RFC 7208 6)."));
            }
            else
            {
                hasRedirect |= term is RedirectModifier;
                hasExplanation |= term is ExplanationModifier;
                terms.Add(term);
            }
        }

        return new SpfRecord(text, terms.ToImmutable(), errors.ToImmutable());

        void Report(SpfSyntaxError error)
        {
            if (errors.Count < MaxErrors)
            {
                errors.Add(error);
            }
        }
    }

    private static string FirstWord(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
