namespace Auditor.Web.Components.Controls;

/// <summary>One record of a change: what stands before and behind the part that differs, and that part.</summary>
/// <param name="IsNew">True for a record that came, false for one that went.</param>
/// <param name="Head">What both sides begin with.</param>
/// <param name="Changed">What differs.</param>
/// <param name="Tail">What both sides end with.</param>
public sealed record DiffLine(bool IsNew, string Head, string Changed, string Tail)
{
    /// <summary>
    /// The records that went and those that came; records that stayed are left out. A record that went beside one that came shows only
    /// where they differ, on whole words.
    /// </summary>
    public static IReadOnlyList<DiffLine> Of(string? before, string? after)
    {
        var old = Records(before);
        var current = Records(after);
        var gone = old.Except(current, StringComparer.Ordinal).ToList();
        var came = current.Except(old, StringComparer.Ordinal).ToList();
        var lines = new List<DiffLine>();
        for (var i = 0; i < Math.Max(gone.Count, came.Count); i++)
        {
            if (i < gone.Count && i < came.Count)
            {
                var (head, tail) = Common(gone[i], came[i]);
                lines.Add(Cut(false, gone[i], head, tail));
                lines.Add(Cut(true, came[i], head, tail));
            }
            else
            {
                var (isNew, text) = i < gone.Count ? (false, gone[i]) : (true, came[i]);
                lines.Add(new DiffLine(isNew, "", text, ""));
            }
        }

        return lines;
    }

    private static string[] Records(string? text) => text?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static DiffLine Cut(bool isNew, string text, int head, int tail) =>
        new(isNew, text[..head], text[head..^tail], tail == 0 ? "" : text[^tail..]);

    // Lengths of what both begin and end with, cut back to a space or semicolon so that words stay whole.
    private static (int Head, int Tail) Common(string a, string b)
    {
        var shortest = Math.Min(a.Length, b.Length);
        var head = a.AsSpan().CommonPrefixLength(b);
        while (head > 0 && head < Math.Max(a.Length, b.Length) && !IsBreak(a[head - 1]))
        {
            head--;
        }

        var tail = 0;
        while (tail < shortest - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        while (tail > 0 && !IsBreak(a[^tail]) && !(IsBreakBefore(a, tail) && IsBreakBefore(b, tail)))
        {
            tail--;
        }

        return (head, tail);
    }

    private static bool IsBreakBefore(string text, int tail) => tail == text.Length || IsBreak(text[^(tail + 1)]);

    private static bool IsBreak(char c) => c is ' ' or ';';
}
