using System.Collections.Immutable;

namespace Auditor.Core.Dns;

/// <summary>
/// Splits the <c>tag=value; tag=value</c> form that DKIM, DMARC, BIMI, MTA-STS and TLS-RPT records share (RFC 6376 3.2).
/// It only splits: what is allowed where is each protocol's own grammar.
/// </summary>
public static class TagList
{
    private const string Whitespace = " \t\r\n";

    /// <summary>The items between semicolons in order. The nothing after a final semicolon is no item; other empty items are.</summary>
    public static ImmutableArray<TagListItem> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var items = ImmutableArray.CreateBuilder<TagListItem>();
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf(';', start);
            var last = end < 0;
            end = last ? text.Length : end;
            var item = Read(text, start, end);
            if (!last || !item.IsEmpty)
            {
                items.Add(item);
            }

            start = end + 1;
        }

        return items.ToImmutable();
    }

    private static TagListItem Read(string text, int start, int end)
    {
        var (itemStart, itemEnd) = Trim(text, start, end);
        var equals = text.IndexOf('=', itemStart, itemEnd - itemStart);
        if (equals < 0)
        {
            return new TagListItem(text[itemStart..itemEnd], null, itemStart, itemEnd);
        }

        var (nameStart, nameEnd) = Trim(text, itemStart, equals);
        var (valueStart, valueEnd) = Trim(text, equals + 1, itemEnd);
        return new TagListItem(text[nameStart..nameEnd], text[valueStart..valueEnd], itemStart, valueStart);
    }

    private static (int Start, int End) Trim(string text, int start, int end)
    {
        while (start < end && Whitespace.Contains(text[start], StringComparison.Ordinal))
        {
            start++;
        }

        while (end > start && Whitespace.Contains(text[end - 1], StringComparison.Ordinal))
        {
            end--;
        }

        return (start, end);
    }
}

/// <summary>One item of a tag list.</summary>
/// <param name="Name">The text before the equals sign, or the whole item where there is none.</param>
/// <param name="Value">The text behind it without surrounding white space; null without an equals sign.</param>
/// <param name="Position">Where the item begins in the text, from 0.</param>
/// <param name="ValuePosition">Where the value begins in the text, from 0.</param>
public readonly record struct TagListItem(string Name, string? Value, int Position, int ValuePosition)
{
    /// <summary>True for nothing between two semicolons.</summary>
    public bool IsEmpty => Name.Length == 0 && Value is null;
}
