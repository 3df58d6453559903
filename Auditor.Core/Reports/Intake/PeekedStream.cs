namespace Auditor.Core.Reports.Intake;

/// <summary>A stream whose first bytes were looked at already.</summary>
internal sealed class PeekedStream : ReadOnlyStream
{
    private readonly byte[] head;
    private readonly int headBytes;
    private readonly BoundedStream rest;
    private int sent;

    public PeekedStream(BoundedStream stream)
    {
        rest = stream;
        head = new byte[ContentSniffer.HeadBytes];
        headBytes = rest.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
    }

    public ReadOnlySpan<byte> Head => head.AsSpan(0, headBytes);

    public BoundedStream Bounded => rest;

    public override int Read(Span<byte> buffer)
    {
        if (sent == headBytes)
        {
            return rest.Read(buffer);
        }

        var count = Math.Min(buffer.Length, headBytes - sent);
        head.AsSpan(sent, count).CopyTo(buffer);
        sent += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
