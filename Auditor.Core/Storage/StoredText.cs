using System.Security.Cryptography;
using System.Text;

namespace Auditor.Core.Storage;

/// <summary>Makes foreign text fit for both databases.</summary>
internal static class StoredText
{
    /// <summary>Longest text of a key column, in UTF-8 bytes: PostgreSQL refuses index rows over 2,704 bytes, and keys have up to five texts.</summary>
    public const int MaxKeyBytes = 300;

    private const int DigestChars = 32;

    /// <summary>The text without what a database refuses: NUL (PostgreSQL) and halves of surrogate pairs (no UTF-8) become U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (!text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }

        return clean.ToString();
    }

    /// <summary>What somebody wrote, without space around it, cut to so many characters, and cleaned.</summary>
    public static string Note(string text, int most)
    {
        var trimmed = text.Trim();
        return Clean(trimmed.Length > most ? trimmed[..most] : trimmed);
    }

    /// <summary>
    /// A key column's form of a text: cleaned, empty for null, and when longer than <see cref="MaxKeyBytes"/> cut, with a digest of the whole at its
    /// end, so that long texts that differ stay apart.
    /// </summary>
    public static string Key(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var clean = Clean(text);
        if (clean.Length <= MaxKeyBytes / 3 || Encoding.UTF8.GetByteCount(clean) <= MaxKeyBytes)
        {
            return clean;
        }

        var bytes = Encoding.UTF8.GetBytes(clean);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..DigestChars];
        var end = MaxKeyBytes - DigestChars - 1;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return $"{Encoding.UTF8.GetString(bytes, 0, end)}~{digest}";
    }
}
