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
        try
        {
            brotli.CopyTo(content);
        }
        catch (InvalidOperationException e)
        {
            // What the framework says of bytes that are no Brotli.
            throw new InvalidDataException("They are no longer the bytes that were packed.", e);
        }

        return content.ToArray();
    }
}
