namespace Auditor.Core.Reports.Intake;

/// <summary>
/// Splits an mbox file (RFC 4155) into its mails, one in memory at a time. A line that starts with "From " after an empty line begins a mail;
/// quoted "&gt;From " lines get their quote back off, as mboxrd has it.
/// </summary>
internal static class MboxReader
{
    /// <summary>The mails; null stands for one that is larger than a mail may be.</summary>
    public static IEnumerable<byte[]?> Split(InputSource source, IntakeLimits limits)
    {
        var lines = new LineReader(source);
        var mail = new MemoryStream();
        var isFirst = true;
        var isTooLarge = false;
        var afterEmpty = true;
        while (lines.TryRead(out var line))
        {
            var isSeparator = afterEmpty && StartsWith(line.Span, "From "u8);
            if (isSeparator && !isFirst)
            {
                yield return isTooLarge ? null : mail.ToArray();
                mail.SetLength(0);
                isTooLarge = false;
            }

            isFirst = false;
            afterEmpty = line.Span is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
            isTooLarge |= mail.Length + line.Length > limits.MaxMessageBytes;
            if (!isSeparator && !isTooLarge)
            {
                mail.Write(Unquote(line.Span));
            }
        }

        yield return isTooLarge ? null : mail.ToArray();
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> line) =>
        line is [(byte)'>', ..] && line.TrimStart((byte)'>').StartsWith("From "u8) ? line[1..] : line;

    private static bool StartsWith(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start) => line.StartsWith(start);

    /// <summary>Lines with their ends; a line longer than the buffer comes in pieces.</summary>
    private sealed class LineReader(InputSource source)
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private long offset;
        private int start;
        private int end;

        public bool TryRead(out ReadOnlyMemory<byte> line)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n') + 1;
            if (length == 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                end -= start;
                start = 0;
                var read = source.ReadFully(offset, buffer.AsSpan(end));
                offset += read;
                end += read;
                length = buffer.AsSpan(0, end).IndexOf((byte)'\n') + 1;
            }

            length = length == 0 ? end - start : length;
            line = buffer.AsMemory(start, length);
            start += length;
            return length > 0;
        }
    }
}
