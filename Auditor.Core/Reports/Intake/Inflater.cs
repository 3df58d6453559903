using System.Buffers.Binary;
using System.IO.Compression;

namespace Auditor.Core.Reports.Intake;

/// <summary>Opens the compressed forms.</summary>
internal static class Inflater
{
    /// <summary>All members of a gzip file, one after the other; what follows the last one is ignored (RFC 1952 2.2).</summary>
    public static Stream Gzip(Stream compressed) => new GZipStream(compressed, CompressionMode.Decompress);

    public static Stream Zlib(Stream compressed) => new ZLibStream(compressed, CompressionMode.Decompress);

    /// <summary>
    /// A deflated zip entry, dressed as a gzip member: the inflater then checks size and CRC-32 of the directory by itself.
    /// </summary>
    public static Stream ZipEntry(Stream compressed, uint crc32, uint size)
    {
        var trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc32);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), size);
        return Gzip(new FramedStream([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff], compressed, trailer));
    }

    /// <summary>Bytes before and after a stream.</summary>
    private sealed class FramedStream(byte[] before, Stream content, byte[] after) : ReadOnlyStream
    {
        private int sentBefore;
        private int sentAfter;

        public override int Read(Span<byte> buffer)
        {
            var read = Send(before, ref sentBefore, buffer);
            if (read == 0)
            {
                read = content.Read(buffer);
            }

            return read == 0 ? Send(after, ref sentAfter, buffer) : read;
        }

        private static int Send(byte[] bytes, ref int sent, Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, bytes.Length - sent);
            bytes.AsSpan(sent, count).CopyTo(buffer);
            sent += count;
            return count;
        }
    }
}
