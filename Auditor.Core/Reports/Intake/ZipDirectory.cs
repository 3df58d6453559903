using System.Buffers.Binary;
using System.Text;

namespace Auditor.Core.Reports.Intake;

/// <summary>One file of a zip archive.</summary>
internal sealed record ZipFileEntry(string Name, ushort Method, bool IsEncrypted, uint Crc32, long CompressedBytes, long Bytes, long HeaderOffset);

/// <summary>
/// Reads a zip's central directory (PKWARE APPNOTE 4.3), bounded: it never looks at more entries than allowed, allocates nothing by the
/// archive's own claims, and names are labels only, never paths.
/// </summary>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50;
    private const uint CentralSignature = 0x02014b50;
    private const uint LocalSignature = 0x04034b50;
    private const int EndBytes = 22;
    private const int CentralBytes = 46;
    private const int LocalBytes = 30;
    private const int MaxNameChars = 255;

    /// <summary>The files, without directories.</summary>
    public static List<ZipFileEntry> Read(InputSource source, IntakeLimits limits)
    {
        var (offset, count) = FindDirectory(source);
        if (count > limits.MaxArchiveEntries)
        {
            throw new IntakeException(
                IntakeReason.ArchiveTooManyEntries,
                $"The archive says that it has {count} entries; at most {limits.MaxArchiveEntries} are looked at.");
        }

        var files = new List<ZipFileEntry>();
        var header = new byte[CentralBytes];
        for (var i = 0; i < count; i++)
        {
            if (source.ReadFully(offset, header) < CentralBytes || BinaryPrimitives.ReadUInt32LittleEndian(header) != CentralSignature)
            {
                throw Damaged("its directory breaks off");
            }

            var nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
            var extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
            var commentBytes = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(32));
            var variable = new byte[nameBytes + extraBytes];
            if (source.ReadFully(offset + CentralBytes, variable) < variable.Length)
            {
                throw Damaged("its directory breaks off");
            }

            var entry = ReadEntry(header, variable.AsSpan(0, nameBytes), variable.AsSpan(nameBytes));
            if (!entry.Name.EndsWith('/') && !entry.Name.EndsWith('\\'))
            {
                files.Add(entry);
            }

            offset += CentralBytes + nameBytes + extraBytes + commentBytes;
        }

        RefuseOverlaps(files);
        return files;
    }

    /// <summary>The entry's bytes as they lie in the archive.</summary>
    public static InputSlice Open(InputSource source, ZipFileEntry entry)
    {
        if (entry.IsEncrypted)
        {
            throw new IntakeException(IntakeReason.ArchiveEncrypted, "The archive is encrypted.");
        }

        var local = new byte[LocalBytes];
        if (source.ReadFully(entry.HeaderOffset, local) < LocalBytes || BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature)
        {
            throw Damaged("an entry's header is not where the directory says");
        }

        var start = entry.HeaderOffset + LocalBytes
            + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        if (start + entry.CompressedBytes > source.Length)
        {
            throw Damaged("an entry reaches beyond the end");
        }

        return source.Open(start, entry.CompressedBytes);
    }

    /// <summary>The entry's expanded bytes, checked against its size and CRC-32.</summary>
    public static Stream Expand(InputSlice compressed, ZipFileEntry entry) => entry.Method switch
    {
        0 => new SizedStream(new Crc32Stream(compressed, entry.Crc32), entry.Bytes),
        8 => new SizedStream(Inflater.ZipEntry(compressed, entry.Crc32, unchecked((uint)entry.Bytes)), entry.Bytes),
        _ => throw new IntakeException(IntakeReason.ArchiveMethod, $"The archive uses compression method {entry.Method}; stored and deflate are read."),
    };

    private static (long Offset, int Count) FindDirectory(InputSource source)
    {
        // The end record is followed by a comment of at most 65,535 bytes, so it is looked for from the end.
        var tail = new byte[(int)Math.Min(source.Length, EndBytes + ushort.MaxValue)];
        var tailOffset = source.Length - tail.Length;
        source.ReadFully(tailOffset, tail);
        for (var i = tail.Length - EndBytes; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature)
            {
                continue;
            }

            var count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (offset == uint.MaxValue || count == ushort.MaxValue)
            {
                throw new IntakeException(IntakeReason.ArchiveTooManyEntries, "The archive is a zip64 archive of a size that no report has.");
            }

            if (offset + size <= tailOffset + i)
            {
                return (offset, count);
            }
        }

        throw new IntakeException(IntakeReason.ArchiveTruncated, "The zip archive breaks off before its directory.");
    }

    private static ZipFileEntry ReadEntry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        long compressed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        long bytes = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        ReadZip64(extra, ref bytes, ref compressed, ref offset);
        if (compressed < 0 || bytes < 0 || offset < 0)
        {
            throw Damaged("its directory claims negative sizes");
        }

        var text = (flags & 0x800) != 0 ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);
        return new ZipFileEntry(
            text.Length > MaxNameChars ? text[..MaxNameChars] : text,
            BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            (flags & 1) != 0,
            BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            compressed,
            bytes,
            offset);
    }

    // APPNOTE 4.5.3: the extended information field holds, in this order, just the values that are 0xffffffff in the directory.
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long bytes, ref long compressed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            var field = extra[4..];
            field = field[..Math.Min(size, field.Length)];
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                Take(ref field, ref bytes);
                Take(ref field, ref compressed);
                Take(ref field, ref offset);
            }

            extra = extra[Math.Min(extra.Length, 4 + size)..];
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long value)
        {
            if (value == uint.MaxValue && field.Length >= 8)
            {
                value = BinaryPrimitives.ReadInt64LittleEndian(field);
                field = field[8..];
            }
        }
    }

    // Overlapping entries share compressed bytes: the trick of bombs that stay small without nesting.
    private static void RefuseOverlaps(List<ZipFileEntry> files)
    {
        long end = 0;
        foreach (var file in files.OrderBy(f => f.HeaderOffset))
        {
            if (file.HeaderOffset < end)
            {
                throw Damaged("its entries overlap");
            }

            end = file.HeaderOffset + file.CompressedBytes;
        }
    }

    private static IntakeException Damaged(string how) => new(IntakeReason.ArchiveDamaged, $"The zip archive is damaged: {how}.");
}
