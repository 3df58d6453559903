using System.Text;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Finds the encoding of an XML text (XML 1.0 appendix F): byte order mark, pattern of the first characters, declaration.</summary>
internal static class XmlEncoding
{
    private const int DeclarationBytes = 256;

    static XmlEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding; null means UTF-8. <paramref name="unknownName"/> is a declared name that is not known or cannot be true.</summary>
    public static Encoding? Detect(ReadOnlySpan<byte> head, out int markBytes, out string? unknownName)
    {
        unknownName = null;
        (var wide, markBytes) = head switch
        {
            [0xef, 0xbb, 0xbf, ..] => (null, 3),
            [0xff, 0xfe, 0, 0, ..] => (Encoding.UTF32, 4),
            [0, 0, 0xfe, 0xff, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 4),
            [0xff, 0xfe, ..] => (Encoding.Unicode, 2),
            [0xfe, 0xff, ..] => (Encoding.BigEndianUnicode, 2),
            [(byte)'<', 0, 0, 0, ..] => (Encoding.UTF32, 0),
            [0, 0, 0, (byte)'<', ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: false), 0),
            [(byte)'<', 0, ..] => (Encoding.Unicode, 0),
            [0, (byte)'<', ..] => (Encoding.BigEndianUnicode, 0),
            _ => ((Encoding?)null, 0),
        };
        return wide is not null || markBytes > 0 ? wide : Declared(head, ref unknownName);
    }

    private static Encoding? Declared(ReadOnlySpan<byte> head, ref string? unknownName)
    {
        var start = head.IndexOf("<?xml"u8);
        var declaration = start < 0 ? default : head.Slice(start, Math.Min(DeclarationBytes, head.Length - start));
        var end = declaration.IndexOf((byte)'>');
        var key = declaration.IndexOf("encoding"u8);
        if (key < 0 || end < key)
        {
            return null;
        }

        var value = declaration[(key + "encoding".Length)..end].TrimStart(" \t\r\n="u8);
        var quoted = value.IsEmpty ? -1 : value[1..].IndexOf(value[0]);
        if (quoted < 1)
        {
            return null;
        }

        var name = Encoding.ASCII.GetString(value.Slice(1, quoted)).Trim().ToLowerInvariant();
        switch (name)
        {
            case "utf-8" or "utf8" or "us-ascii" or "ascii":
                return null;
            case "iso-8859-1" or "latin1" or "latin-1":
                // As in HTML: the C1 controls of Latin-1 are never meant, the windows-1252 characters of those bytes are.
                return Encoding.GetEncoding(1252);
        }

        try
        {
            var encoding = Encoding.GetEncoding(name);
            if (encoding.GetByteCount("<") == 1)
            {
                return encoding.CodePage == Encoding.UTF8.CodePage ? null : encoding;
            }
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // Not known: reported below, and read as UTF-8.
        }

        unknownName = name;
        return null;
    }
}
