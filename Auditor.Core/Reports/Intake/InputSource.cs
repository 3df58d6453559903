using System.Runtime.InteropServices;

namespace Auditor.Core.Reports.Intake;

/// <summary>Bytes that can be read again from any offset: a file, an attachment, an archive held in memory.</summary>
internal abstract class InputSource
{
    public abstract long Length { get; }

    /// <summary>Reads from an absolute offset; 0 only at the end.</summary>
    public abstract int ReadAt(long offset, Span<byte> buffer);

    public Stream Open() => new InputSlice(this, 0, Length);

    public InputSlice Open(long offset, long length) => new InputSlice(this, offset, Math.Min(length, Length - offset));

    /// <summary>Fills the buffer as far as there are bytes.</summary>
    public int ReadFully(long offset, Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = ReadAt(offset + filled, buffer[filled..]);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }
}

/// <summary>Content in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> content) : InputSource
{
    public override long Length => content.Length;

    public ReadOnlyMemory<byte> Content => content;

    /// <summary>A stream that libraries can seek in.</summary>
    public MemoryStream OpenSeekable() => MemoryMarshal.TryGetArray(content, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);

    public override int ReadAt(long offset, Span<byte> buffer)
    {
        if (offset >= content.Length)
        {
            return 0;
        }

        var count = (int)Math.Min(buffer.Length, content.Length - offset);
        content.Span.Slice((int)offset, count).CopyTo(buffer);
        return count;
    }
}

/// <summary>A seekable stream, usually a file; shared by all readers of it, one after the other.</summary>
internal sealed class StreamSource(Stream stream) : InputSource
{
    public override long Length { get; } = stream.Length;

    public override int ReadAt(long offset, Span<byte> buffer)
    {
        if (stream.Position != offset)
        {
            stream.Position = offset;
        }

        return stream.Read(buffer);
    }
}

/// <summary>A range of a source.</summary>
internal sealed class InputSlice(InputSource source, long offset, long length) : ReadOnlyStream
{
    private long position;

    public long BytesRead => position;

    public override int Read(Span<byte> buffer)
    {
        var left = length - position;
        if (left <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var read = source.ReadAt(offset + position, buffer.Length > left ? buffer[..(int)left] : buffer);
        position += read;
        return read;
    }
}
