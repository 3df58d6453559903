using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Auditor.Core.Auditing;
using Auditor.Tests.Support;
using Auditor.Web.Texts;

namespace Auditor.Tests.Web.Support;

/// <summary>The sentences that a source file writes, each with its values left open: <c>$"The key of {name} has {bits} bits."</c> is <c>The key of {0} has {1} bits.</c></summary>
internal static partial class SourceSentences
{
    /// <summary>Titles and clauses of the rules, which are told beside a sentence and have files of their own.</summary>
    private static readonly HashSet<string> OfRules = [.. RuleCatalogue.All.SelectMany(r => new[] { r.Title, r.Source })];

    /// <summary>The sentences of a file or a folder: every text of more than one word.</summary>
    public static IEnumerable<string> Under(string path) => TextsUnder(path).Where(t => Words().IsMatch(t) && !t.StartsWith("v=", StringComparison.Ordinal) && !OfRules.Contains(SentencePattern.Plain(t)));

    /// <summary>Every text of a file or a folder.</summary>
    public static IEnumerable<string> TextsUnder(string path)
    {
        var full = Path.Combine(ProjectRoot.Path, path);
        string[] files = File.Exists(full) ? [full] : Directory.GetFiles(full, "*.cs", SearchOption.AllDirectories);
        return files.SelectMany(f => Of(File.ReadAllText(f)));
    }

    private static IEnumerable<string> Of(string code)
    {
        var found = new List<string>();
        for (var i = 0; i < code.Length;)
        {
            i = At(code, i, "//") ? End(code, i, "\n")
                : At(code, i, "/*") ? End(code, i, "*/")
                : code[i] == '\'' ? BehindLetter(code, i)
                : StartsText(code, i) ? Text(code, i, found)
                : i + 1;
        }

        return found.Select(t => t.Trim());
    }

    private static bool StartsText(string code, int i) => code[i] == '"' || (code[i] is '$' or '@' && i + 1 < code.Length && code[i + 1] is '"' or '$' or '@' && code[i] is '$' or '@');

    private static int Text(string code, int i, List<string> found)
    {
        var (filled, verbatim) = (false, false);
        for (; code[i] != '"'; i++)
        {
            filled |= code[i] == '$';
            verbatim |= code[i] == '@';
        }

        if (At(code, i, "\"\"\""))
        {
            return End(code, i + 3, "\"\"\"");
        }

        var (text, values) = (new StringBuilder(), 0);
        for (i++; code[i] != '"' || (verbatim && At(code, i, "\"\"")); i++)
        {
            if (code[i] == '\\' && !verbatim)
            {
                text.Append(code[++i] is '"' or '\\' ? code[i] : ' ');
            }
            else if (code[i] is '{' or '}' && (!filled || code[i + 1] == code[i]))
            {
                text.Append(code[i], 2);
                i += filled ? 1 : 0;
            }
            else if (code[i] == '{')
            {
                text.Append(CultureInfo.InvariantCulture, $"{{{values++}}}");
                i = BehindValue(code, i + 1, found) - 1;
            }
            else
            {
                text.Append(code[i]);
                i += code[i] == '"' ? 1 : 0;
            }
        }

        found.Add(text.ToString());
        return i + 1;
    }

    private static int BehindValue(string code, int i, List<string> found)
    {
        for (var depth = 1; depth > 0;)
        {
            depth += code[i] is '(' or '[' or '{' ? 1 : code[i] is ')' or ']' or '}' ? -1 : 0;
            i = depth == 0 ? i + 1 : StartsText(code, i) ? Text(code, i, found) : code[i] == '\'' ? BehindLetter(code, i) : i + 1;
        }

        return i;
    }

    private static int BehindLetter(string code, int i) => code.IndexOf('\'', i + (code[i + 1] == '\\' ? 3 : 2)) + 1;

    private static int End(string code, int i, string mark) => code.IndexOf(mark, i, StringComparison.Ordinal) is var end && end < 0 ? code.Length : end + mark.Length;

    private static bool At(string code, int i, string mark) => string.CompareOrdinal(code, i, mark, 0, mark.Length) == 0;

    [GeneratedRegex(@"\p{L}{2,}\P{L}* |\s\P{L}*\p{Ll}{2,}")]
    private static partial Regex Words();
}
