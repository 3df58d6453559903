using System.Text;
using System.Text.RegularExpressions;

namespace Auditor.Tests.Web.Support;

/// <summary>The words that a .razor file writes itself, between its tags and in the attributes that a reader sees or hears.</summary>
internal static partial class PageLiterals
{
    /// <summary>The same in every language.</summary>
    private static readonly HashSet<string> Allowed =
    [
        "Auditor", "BIMI", "CAA", "CSV", "DANE", "DKIM", "DMARC", "DNS", "DNSSEC", "Google", "IMAP", "IP", "Microsoft", "MTA", "ms", "MX", "permerror", "PTR", "RFC", "RPT", "RSA", "rua", "SMTP", "SPF", "STARTTLS", "STS", "TLS", "TTL", "TXT", "URL", "UTC",
    ];

    public static IReadOnlyList<string> Of(string razor)
    {
        var code = razor.IndexOf("\n@code", StringComparison.Ordinal);
        var markup = Unread().Replace(code < 0 ? razor : razor[..code], "");
        markup = WithoutExpressions(NoWord().Replace(markup, " "));
        var attributes = Tag().Matches(markup).SelectMany(t => Told().Matches(t.Value)).Select(a => a.Groups[1].Value);
        var lines = Tag().Replace(markup, "\n").Split('\n').Where(l => !Statement().IsMatch(l));
        return [.. attributes.Concat(lines).Select(l => l.Trim()).Where(l => Word().Matches(l).Any(w => !Allowed.Contains(w.Value)))];
    }

    // What follows an @: an expression in brackets, a statement with its condition, or a name with what is called on it.
    private static string WithoutExpressions(string markup)
    {
        var left = new StringBuilder();
        for (var i = 0; i < markup.Length; i++)
        {
            if (markup[i] != '@')
            {
                left.Append(markup[i]);
                continue;
            }

            if (++i < markup.Length && markup[i] == '{')
            {
                i = Behind(markup, i) - 1;
                continue;
            }

            var word = Name().Match(markup, i);
            i += word.Success && word.Index == i ? word.Length : 0;
            var isStatement = word.Value is "if" or "foreach" or "for" or "switch" or "while";
            while (i < markup.Length && (markup[i] is '(' or '[' || (isStatement && markup[i] == ' ')))
            {
                i = markup[i] == ' ' ? i + 1 : Behind(markup, i);
                var more = Name().Match(markup, i);
                i += more.Success && more.Index == i && markup[i] == '.' ? more.Length : 0;
            }

            i--;
        }

        return left.ToString();
    }

    private static int Behind(string text, int open)
    {
        var depth = 0;
        var isQuoted = false;
        for (var i = open; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"' && text[i - 1] != '\\';
            depth += isQuoted ? 0 : text[i] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            if (depth == 0 && !isQuoted)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    [GeneratedRegex(@"@\*.*?\*@|<(code|pre)\b[^>]*>.*?</\1>|^@(using|inject|page|attribute|implements|layout|inherits|typeparam)\b[^\n]*", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Unread();

    // Names and addresses given as examples are the same in every language too.
    [GeneratedRegex(@"&#?\w+;|https?://[^\s""<]+|\b[\w-]+(?:\.[\w-]+)*\.example\b|\bexample\.(?:com|org|net)\b")]
    private static partial Regex NoWord();

    [GeneratedRegex(@"<[/!]?\w(?:""[^""]*""|[^<>""])*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(?:aria-label|title|placeholder|alt|Label|Name|Text|Caption|Empty|Never)=""([^""]*)""")]
    private static partial Regex Told();

    [GeneratedRegex(@"^\s*(?:[{}]|(?:case|default|else|var|break|return|if|foreach|for|switch|while)\b.*|.*;)\s*$")]
    private static partial Regex Statement();

    [GeneratedRegex(@"[\w.?!]*\w", RegexOptions.None)]
    private static partial Regex Name();

    [GeneratedRegex(@"\p{L}{2,}")]
    private static partial Regex Word();
}
