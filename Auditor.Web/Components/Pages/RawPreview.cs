using System.Globalization;
using System.IO.Compression;
using System.Text;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>The beginning of hostile bytes as something to look at: lines of text, of one gzip layer at most, or octets in hexadecimal. Bounded whatever comes.</summary>
/// <param name="Lines">The lines around the one asked for, with their numbers from 1.</param>
/// <param name="IsText">False for hexadecimal.</param>
/// <param name="Note">What was done to the bytes, for people; null when nothing.</param>
internal sealed record RawPreview(IReadOnlyList<(int Number, string Text)> Lines, bool IsText, string? Note)
{
    private const int MaxBytes = 512 * 1024;
    private const int MaxLines = 200;
    private const int MaxLineChars = 400;
    private const int HexBytes = 1024;
    private const int HexPerLine = 16;

    /// <summary>A preview around a line; from the beginning when it is null.</summary>
    public static RawPreview Of(byte[] raw, int? line)
    {
        var (bytes, note) = raw is [0x1F, 0x8B, ..] ? Gunzipped(raw) : (raw.AsSpan(0, Math.Min(raw.Length, MaxBytes)).ToArray(), null);
        return IsTextual(bytes) ? new RawPreview(TextLines(bytes, line ?? 1), true, note) : new RawPreview(HexLines(bytes), false, note);
    }

    private static (byte[] Bytes, string? Note) Gunzipped(byte[] raw)
    {
        var held = new byte[MaxBytes];
        var length = 0;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(raw), CompressionMode.Decompress);
            int read;
            while (length < held.Length && (read = gzip.Read(held, length, held.Length - length)) > 0)
            {
                length += read;
            }
        }
        catch (InvalidDataException)
        {
            return length == 0 ? (raw, IntakeTexts.GzipDamaged) : (held[..length], IntakeTexts.GzipPartly);
        }

        return (held[..length], IntakeTexts.GzipExpanded);
    }

    private static bool IsTextual(ReadOnlySpan<byte> bytes)
    {
        var head = bytes[..Math.Min(bytes.Length, 4096)];
        var odd = 0;
        foreach (var octet in head)
        {
            odd += octet < 0x20 && octet is not ((byte)'\n' or (byte)'\r' or (byte)'\t') ? 1 : 0;
        }

        return head.Length > 0 && odd * 50 <= head.Length;
    }

    private static List<(int, string)> TextLines(byte[] bytes, int line)
    {
        var first = Math.Max(1, line - (MaxLines / 2));
        var lines = new List<(int, string)>();
        using var reader = new StreamReader(new MemoryStream(bytes), Encoding.UTF8);
        for (var number = 1; lines.Count < MaxLines && reader.ReadLine() is { } text; number++)
        {
            if (number >= first)
            {
                lines.Add((number, text.Length > MaxLineChars ? text[..MaxLineChars] + " …" : text));
            }
        }

        return lines;
    }

    private static List<(int, string)> HexLines(byte[] bytes) =>
    [
        .. bytes.Take(HexBytes).Chunk(HexPerLine).Select((octets, i) => (i * HexPerLine,
            $"{string.Join(' ', octets.Select(o => o.ToString("x2", CultureInfo.InvariantCulture))),-47}  {string.Concat(octets.Select(o => o is >= 0x20 and < 0x7F ? (char)o : '.'))}")),
    ];
}
