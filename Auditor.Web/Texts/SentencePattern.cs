using System.Text;
using System.Text.RegularExpressions;

namespace Auditor.Web.Texts;

/// <summary>One English sentence with its values left open, <c>The key of {0} has {1} bits.</c>, and its words in another language.</summary>
internal sealed partial class SentencePattern
{
    private readonly string[] english;
    private readonly string[] own;
    private readonly (int Index, ValueKind Kind)[] order;

    public SentencePattern(string english, string own)
    {
        this.english = [.. Value().Split(english).Select(Plain)];
        this.own = [.. Value().Split(own).Select(Plain)];
        order = [.. Value().Matches(own).Select(m => (m.Value[1] - '0', KindOf(m.Value)))];
        Letters = this.english.Sum(p => p.Length);
    }

    /// <summary>What a value is: a name that stays, a text with words of its own, names with a word between them, or a number with the marks of the language.</summary>
    public enum ValueKind
    {
        Name,
        Text,
        List,
        Number,
    }

    /// <summary>The letters that a text must have in common with it: of two that fit, the one with more tells more.</summary>
    public int Letters { get; }

    /// <summary>The values of a text; null when it is another sentence.</summary>
    public string[]? Read(string text)
    {
        if (text.Length < Letters || !text.StartsWith(english[0], StringComparison.Ordinal) || !text.EndsWith(english[^1], StringComparison.Ordinal))
        {
            return null;
        }

        // Each part at its first place: when any split fits, this one does.
        var values = new string[english.Length - 1];
        var (at, end) = (english[0].Length, text.Length - english[^1].Length);
        for (var i = 1; i < english.Length - 1; i++)
        {
            var found = text.IndexOf(english[i], at, end - at, StringComparison.Ordinal);
            if (found < 0)
            {
                return null;
            }

            (values[i - 1], at) = (text[at..found], found + english[i].Length);
        }

        values[^1] = text[at..end];
        return english[0].Length == 0 && order.Contains((0, ValueKind.Name)) && HoldsMore(values[0]) ? null : values;
    }

    /// <summary>The sentence with the values; null when one of them has no words in the language.</summary>
    public string? Write(string[] values, Func<string, ValueKind, string?> say)
    {
        var text = new StringBuilder(own[0]);
        for (var i = 0; i < order.Length; i++)
        {
            if (say(values[order[i].Index], order[i].Kind) is not { } value)
            {
                return null;
            }

            text.Append(value).Append(own[i + 1]);
        }

        return text.ToString();
    }

    // A sentence that begins with a name must not take words in front for a part of the name; one of hardly a letter of its own, "{0}: {1}", begins with a single word.
    private bool HoldsMore(string name) => Prose().IsMatch(name) || (Letters < 4 && name.Contains(' ', StringComparison.Ordinal));

    private static ValueKind KindOf(string value) => value[2..] switch { ":text}" => ValueKind.Text, ":list}" => ValueKind.List, ":number}" => ValueKind.Number, _ => ValueKind.Name };

    /// <summary>The text of a sentence, in which braces of its own are doubled.</summary>
    public static string Plain(string part) => part.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    // Names are parted by commas and arrows, or have capitals: "a.example, b.example", "Acme Mail", "mx.example (192.0.2.1)".
    [GeneratedRegex(@"\. |[^,>] \p{Ll}")]
    private static partial Regex Prose();

    /// <summary>A place for a value.</summary>
    [GeneratedRegex(@"\{\d(?::text|:list|:number)?\}")]
    public static partial Regex Value();
}
