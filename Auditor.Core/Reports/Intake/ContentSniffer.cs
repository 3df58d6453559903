using System.Buffers.Binary;
using System.Text;

namespace Auditor.Core.Reports.Intake;

/// <summary>What some bytes are.</summary>
internal enum ContentForm
{
    Nothing,
    Xml,
    Json,
    Gzip,
    Zlib,
    Zip,
    Mail,
    Mbox,
}

/// <summary>Tells the form of content by its first bytes. Names and declared types lie (zip called gzip, octet-stream, plain XML), so they are never asked.</summary>
internal static class ContentSniffer
{
    /// <summary>Bytes that decide.</summary>
    public const int HeadBytes = 4096;

    public static ContentForm Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return ContentForm.Gzip;
        }

        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) || head.StartsWith("PK\x07\x08PK"u8))
        {
            return ContentForm.Zip;
        }

        if (IsUtf16OrUtf32(head))
        {
            return ContentForm.Xml;
        }

        var text = head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n\0"u8);
        if (text.IsEmpty)
        {
            return ContentForm.Nothing;
        }

        return text[0] switch
        {
            (byte)'<' => ContentForm.Xml,
            (byte)'{' or (byte)'[' => ContentForm.Json,
            _ when head.StartsWith("From "u8) => ContentForm.Mbox,
            _ when StartsWithHeaderField(text) => ContentForm.Mail,
            _ when IsZlib(head) => ContentForm.Zlib,
            // Junk before the text: the start of an aggregate report further on still counts.
            _ when head.IndexOf("<?xml"u8) >= 0 || head.IndexOf("<feedback"u8) >= 0 => ContentForm.Xml,
            _ => ContentForm.Nothing,
        };
    }

    private static bool IsUtf16OrUtf32(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4)
        {
            return false;
        }

        return head[..4] is [0xff, 0xfe, _, _] or [0xfe, 0xff, _, _] or [0, 0, 0xfe, 0xff]
            or [(byte)'<', 0, _, 0] or [0, (byte)'<', 0, _] or [(byte)'<', 0, 0, 0] or [0, 0, 0, (byte)'<'];
    }

    // RFC 1950 2.2: method 8, window at most 32 KiB, no preset dictionary, and the check bits make the pair a multiple of 31.
    private static bool IsZlib(ReadOnlySpan<byte> head) =>
        head.Length > 2 && (head[0] & 0x0f) == 8 && head[0] >> 4 <= 7 && (head[1] & 0x20) == 0 && BinaryPrimitives.ReadUInt16BigEndian(head) % 31 == 0;

    // RFC 5322 2.2: a field name is printable ASCII without a colon. The lines that follow must look alike, or the header end.
    private static bool StartsWithHeaderField(ReadOnlySpan<byte> text)
    {
        for (var lines = 0; lines < 2; lines++)
        {
            var end = text.IndexOf((byte)'\n');
            var line = (end < 0 ? text : text[..end]).TrimEnd((byte)'\r');
            var isContinuation = lines > 0 && (line.IsEmpty || line[0] is (byte)' ' or (byte)'\t');
            if (!isContinuation && !IsHeaderLine(line))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            text = text[(end + 1)..];
        }

        return true;
    }

    private static bool IsHeaderLine(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        return colon is > 0 and <= 76 && line[..colon].TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)33, (byte)126) < 0;
    }
}
