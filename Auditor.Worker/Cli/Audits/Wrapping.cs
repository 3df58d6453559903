namespace Auditor.Worker.Cli.Audits;

/// <summary>Breaks text to the width of the table.</summary>
internal static class Wrapping
{
    /// <summary>Columns of the table.</summary>
    public const int Width = 100;

    /// <summary>The text in lines, the first behind <paramref name="lead"/>, the others indented as far. A long word is kept whole, to be copied.</summary>
    public static IEnumerable<string> Lines(string lead, string text)
    {
        var line = lead;
        var indent = new string(' ', lead.Length);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                line = indent;
                isEmpty = true;
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        yield return line;
    }

    /// <summary>The text, cut with an ellipsis where it is longer.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";
}
