using System.IO.Compression;

namespace Auditor.Core.Storage;

/// <summary>Brotli for blob columns.</summary>
public static class StoredBytes
{
    /// <summary>Compresses bytes.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, level, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>Expands what <see cref="Pack"/> made.</summary>
    /// <exception cref="InvalidDataException">The column is damaged.</exception>
    public static byte[] Unpack(byte[] packed)
    {
        using var content = new MemoryStream();
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        brotli.CopyTo(content);
        return content.ToArray();
    }
}
