using System.Buffers.Binary;

namespace Auditor.Core.Reports.Intake;

/// <summary>Remembers the last bytes of a gzip file, where its size stands.</summary>
internal sealed class TailStream(Stream content) : ReadOnlyStream
{
    private readonly byte[] tail = new byte[4];
    private long total;

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        total += read;
        var end = buffer[..read];
        if (end.Length >= tail.Length)
        {
            end[^tail.Length..].CopyTo(tail);
        }
        else
        {
            tail.AsSpan(end.Length).CopyTo(tail);
            end.CopyTo(tail.AsSpan(tail.Length - end.Length));
        }

        return read;
    }

    /// <summary>
    /// Whether the last four bytes are the number of expanded bytes (RFC 1952 2.3.1). False as well for several members and for trailing
    /// garbage, so it only ever proves that nothing is missing.
    /// </summary>
    public bool ProvesSize(long expandedBytes) =>
        total >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(tail) == unchecked((uint)expandedBytes);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
