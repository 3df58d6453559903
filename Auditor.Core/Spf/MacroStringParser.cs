using System.Collections.Immutable;
using System.Text;

namespace Auditor.Core.Spf;

/// <summary>Reads macro-strings, domain-specs and explanation texts (RFC 7208 7.1).</summary>
internal static class MacroStringParser
{
    private const string Letters = "slodiphv";
    private const string ExplanationOnlyLetters = "crt";
    private const string DelimiterCharacters = ".-+,/_=";

    // A name has at most 127 labels: to keep more parts than this is to keep all.
    private const int MaxKeepParts = 128;

    /// <summary>Reads <paramref name="text"/>; on failure <paramref name="error"/> has the offset in it and a sentence.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rules">Which characters and letters may stand in it.</param>
    /// <param name="macro">The result.</param>
    /// <param name="error">Offset from 0 and sentence.</param>
    public static bool TryParse(string text, MacroRules rules, out MacroString macro, out (int Offset, string Message) error)
    {
        var parts = ImmutableArray.CreateBuilder<MacroPart>();
        var literal = new StringBuilder();
        macro = new MacroString(text, []);
        error = default;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            if (c != '%')
            {
                if (c is < '!' or > '~' && !(c == ' ' && rules == MacroRules.Explanation))
                {
                    error = (i, $"{Describe(c)} may not stand in a term; terms are separated by spaces and hold printable US-ASCII only.");
                    return false;
                }

                literal.Append(c);
                i++;
                continue;
            }

            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            if (next is '%' or '_' or '-')
            {
                literal.Append(next switch { '%' => "%", '_' => " ", _ => "%20" });
                i += 2;
                continue;
            }

            if (next != '{')
            {
                error = (i, "'%' must be followed by '%', '_', '-' or a macro in braces.");
                return false;
            }

            if (literal.Length > 0)
            {
                parts.Add(new MacroLiteral(literal.ToString()));
                literal.Clear();
            }

            if (!TryReadExpansion(text, ref i, rules, out var expansion, out error))
            {
                return false;
            }

            parts.Add(expansion);
        }

        if (literal.Length > 0)
        {
            parts.Add(new MacroLiteral(literal.ToString()));
        }

        macro = new MacroString(text, parts.ToImmutable());
        return true;
    }

    private static bool TryReadExpansion(
        string text, ref int i, MacroRules rules, out MacroExpansion expansion, out (int Offset, string Message) error)
    {
        expansion = null!;
        error = default;
        var start = i;
        i += 2;
        var letter = i < text.Length ? char.ToLowerInvariant(text[i]) : '\0';
        if (ExplanationOnlyLetters.Contains(letter, StringComparison.Ordinal) && rules == MacroRules.DomainSpec)
        {
            error = (i, $"The macro letter '{text[i]}' may stand in explanation texts only.");
            return false;
        }

        if (letter == '\0' || !(Letters + ExplanationOnlyLetters).Contains(letter, StringComparison.Ordinal))
        {
            error = (Math.Min(i, text.Length), "A macro begins with one of the letters s, l, o, d, i, p, h, v (and c, r, t in explanations).");
            return false;
        }

        var upper = char.IsAsciiLetterUpper(text[i++]);
        var digits = i;
        var keep = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            keep = Math.Min((keep * 10) + (text[i++] - '0'), MaxKeepParts);
        }

        if (i > digits && keep == 0)
        {
            error = (digits, "The number of parts to keep in a macro must not be zero.");
            return false;
        }

        int? keepParts = i > digits ? keep : null;
        var reverse = i < text.Length && text[i] is 'r' or 'R';
        var delimiters = i += reverse ? 1 : 0;
        while (i < text.Length && DelimiterCharacters.Contains(text[i], StringComparison.Ordinal))
        {
            i++;
        }

        if (i >= text.Length || text[i] != '}')
        {
            error = (Math.Min(i, text.Length), $"The macro '{text[start..Math.Min(i + 1, text.Length)]}' is not closed by '}}' where it should be.");
            return false;
        }

        expansion = new MacroExpansion(letter, upper, keepParts, reverse, i > delimiters ? text[delimiters..i] : ".");
        i++;
        return true;
    }

    private static string Describe(char c) => c switch
    {
        '\t' => "A tab",
        < ' ' or '\x7f' => $"The control character U+{(int)c:X4}",
        > '\x7f' => $"The character U+{(int)c:X4}, which is not US-ASCII,",
        _ => $"'{c}'",
    };
}

/// <summary>Where a macro-string stands.</summary>
internal enum MacroRules
{
    /// <summary>A domain-spec: no <c>c</c>, <c>r</c>, <c>t</c> (RFC 7208 7.2).</summary>
    DomainSpec,

    /// <summary>The value of an unknown modifier: any macro letter.</summary>
    ModifierValue,

    /// <summary>An explanation text: any macro letter, and spaces.</summary>
    Explanation,
}
