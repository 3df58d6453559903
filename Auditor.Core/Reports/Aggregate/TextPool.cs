using System.Buffers;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>
/// Gives equal texts one string: reports repeat the same domains, results and addresses in row after row. A fixed number of slots, so memory
/// does not grow with a report's rows; a newer text simply takes the slot.
/// </summary>
internal sealed class TextPool
{
    private const int Slots = 1024;
    private const int MaxPooledChars = 64;

    private static readonly SearchValues<char> UpperAscii = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private readonly string?[] slots = new string?[Slots];

    /// <summary>The text as a string.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxPooledChars)
        {
            return text.ToString();
        }

        ref var slot = ref slots[Hash(text) & (Slots - 1)];
        if (slot is null || !text.SequenceEqual(slot))
        {
            slot = text.ToString();
        }

        return slot;
    }

    /// <summary>The text with ASCII letters in lower case. The span is changed in place.</summary>
    public string GetLower(Span<char> text)
    {
        for (var at = text.IndexOfAny(UpperAscii); at >= 0 && at < text.Length; at++)
        {
            text[at] = char.IsAsciiLetterUpper(text[at]) ? (char)(text[at] | 0x20) : text[at];
        }

        return Get(text);
    }

    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = (uint)text.Length;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash ^ (hash >> 15);
    }
}
