namespace Auditor.Core.Reports.Intake;

/// <summary>Checks the CRC-32 (ISO 3309, as zip uses it) of a stored entry when its end is reached.</summary>
internal sealed class Crc32Stream(Stream content, uint expected) : ReadOnlyStream
{
    private static readonly uint[] Table = MakeTable();
    private uint crc = uint.MaxValue;

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        foreach (var b in buffer[..read])
        {
            crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return read == 0 && !buffer.IsEmpty && ~crc != expected ? throw new InvalidDataException("CRC-32 differs.") : read;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xedb88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
