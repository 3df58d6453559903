using System.IO.Compression;

namespace Auditor.Core.Bimi;

/// <summary>Unpacks a logo that may be gzip (SVGZ, RFC 6170 5.2).</summary>
internal static class GzipText
{
    /// <summary>The plain bytes; null when the gzip is damaged, or unpacks to more than the limit.</summary>
    public static byte[]? Unpack(ReadOnlySpan<byte> file, int maxBytes)
    {
        var bytes = file.ToArray();
        if (file is not [0x1f, 0x8b, ..])
        {
            return bytes.Length <= maxBytes ? bytes : null;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            var buffer = new byte[maxBytes + 1];
            var length = gzip.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length > maxBytes ? null : buffer[..length];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
