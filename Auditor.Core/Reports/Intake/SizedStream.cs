namespace Auditor.Core.Reports.Intake;

/// <summary>Refuses content whose size is not the declared one: the inflater itself is silent about compressed data that breaks off.</summary>
internal sealed class SizedStream(Stream content, long declaredBytes) : ReadOnlyStream
{
    private long total;

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        total += read;
        return total > declaredBytes || (read == 0 && !buffer.IsEmpty && total != declaredBytes)
            ? throw new InvalidDataException("The size differs from the declared one.")
            : read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
