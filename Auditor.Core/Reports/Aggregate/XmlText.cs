using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>
/// The characters of an XML text as a reader can stand them: decoded by what the bytes are, invalid bytes and control characters replaced
/// visibly, junk before the first tag and the declaration blanked out (line numbers stay true), tokens bounded. It hashes the bytes on the way.
/// </summary>
internal sealed class XmlText : TextReader
{
    private const int ChunkChars = 8 * 1024;
    private const int TailChars = 64;
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\uFFFE\uFFFF");

    private readonly DocumentBytes bytes;
    private readonly IntakeLimits limits;
    private readonly RepairLog repairs;
    private readonly char[] chunk = ArrayPool<char>.Shared.Rent(ChunkChars);
    private readonly char[] tail = new char[TailChars];
    private Decoder? decoder;
    private int chunkStart;
    private int chunkEnd;
    private int tailChars;
    private int line = 1;
    private int charsSinceOpen;
    private int charsSinceClose;
    private bool isStarted;
    private bool isDisposed;

    private readonly bool ownsBytes;

    public XmlText(DocumentBytes bytes, IntakeLimits limits, RepairLog repairs, bool ownsBytes = false)
    {
        this.bytes = bytes;
        this.ownsBytes = ownsBytes;
        this.limits = limits;
        this.repairs = repairs;
    }

    public RepairLog Repairs => repairs;

    /// <summary>True once every character was handed out.</summary>
    public bool EndReached { get; private set; }

    /// <summary>The container broke off, or cannot prove that it did not.</summary>
    public bool IsCutShort => bytes.IsCutShort;

    /// <summary>The beginning says that this was meant to be a report, however ill-formed it may be.</summary>
    public bool SeemsReport { get; private set; }

    /// <summary>The last characters handed out.</summary>
    public ReadOnlySpan<char> Tail => tail.AsSpan(TailChars - tailChars);

    /// <summary>Reads what is left and returns the SHA-256 of all bytes in lower-case hex.</summary>
    public string FinishHash() => bytes.FinishHash();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        if (!isStarted)
        {
            Start();
        }

        if (chunkStart == chunkEnd)
        {
            chunkStart = 0;
            chunkEnd = Decode(chunk.AsSpan(0, ChunkChars));
        }

        var count = Math.Min(buffer.Length, chunkEnd - chunkStart);
        chunk.AsSpan(chunkStart, count).CopyTo(buffer);
        chunkStart += count;
        EndReached |= chunkEnd == 0;
        KeepTail(buffer[..count]);
        return count;
    }

    public override int Peek() => throw new NotSupportedException();

    public override int Read() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isDisposed)
        {
            isDisposed = true;
            ArrayPool<char>.Shared.Return(chunk);
            if (ownsBytes)
            {
                bytes.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Start()
    {
        isStarted = true;
        var encoding = XmlEncoding.Detect(bytes.Peek(), out var markBytes, out var unknownName);
        bytes.Advance(markBytes);
        decoder = encoding?.GetDecoder();
        if (unknownName is not null)
        {
            repairs.Add("encoding-unknown", $"declared encoding '{unknownName}' cannot be used; read as UTF-8", 1);
        }

        // The declaration has to be seen in one piece.
        for (var read = -1; read != 0 && chunkEnd < ChunkChars / 2; chunkEnd += read)
        {
            read = Decode(chunk.AsSpan(chunkEnd, ChunkChars - chunkEnd));
        }

        BlankProlog(chunk.AsSpan(0, chunkEnd));
    }

    private void BlankProlog(Span<char> text)
    {
        var start = 0;
        while (start < text.Length && !IsTagStart(text[start..]))
        {
            start++;
        }

        if (!text[..start].IsWhiteSpace())
        {
            repairs.Add("leading-junk", "text before the first tag was skipped", 1);
        }

        ReadOnlySpan<char> content = text[start..];
        var end = start;
        if (content.StartsWith("<?xml") && content.IndexOf("?>") is > 0 and var length)
        {
            end = start + length + 2;
        }

        SeemsReport = IsBrokenBeginning(content, text[end..]) || NamesReport(content);
        foreach (ref var c in text[..end])
        {
            c = c is '\n' or '\r' ? c : ' ';
        }

        static bool IsTagStart(ReadOnlySpan<char> text) =>
            text[0] == '<' && (text.Length == 1 || text[1] is '?' or '!' or '_' || char.IsLetter(text[1]));
    }

    // A declaration with nothing whole behind it, or the beginning of one, or of the first tag.
    private static bool IsBrokenBeginning(ReadOnlySpan<char> content, ReadOnlySpan<char> afterDeclaration) =>
        content.StartsWith("<?xml")
            ? !afterDeclaration.Contains('>')
            : content.Length > 0
                && ("<?xml".StartsWith(content, StringComparison.Ordinal) || "<feedback".StartsWith(content, StringComparison.Ordinal));

    private static bool NamesReport(ReadOnlySpan<char> content) =>
        content.Contains("<feedback", StringComparison.OrdinalIgnoreCase)
        || content.Contains(":feedback", StringComparison.OrdinalIgnoreCase)
        || content.Contains("DOCTYPE feedback", StringComparison.OrdinalIgnoreCase);

    private int Decode(Span<char> buffer)
    {
        var written = 0;
        while (written == 0)
        {
            var source = bytes.Peek();
            if (source.IsEmpty)
            {
                written = decoder?.GetChars([], buffer, flush: true) ?? 0;
                break;
            }

            written = decoder is null ? DecodeUtf8(source, buffer) : DecodeOther(source, buffer);
        }

        var text = buffer[..written];
        ReplaceForbidden(text);
        BoundTokens(text);
        line += text.Count('\n');
        return written;
    }

    private int DecodeUtf8(ReadOnlySpan<byte> source, Span<char> buffer)
    {
        var status = Utf8.ToUtf16(source, buffer, out var read, out var written, replaceInvalidSequences: false, isFinalBlock: bytes.EndReached);
        if (written == 0 && status is OperationStatus.NeedMoreData)
        {
            bytes.ReadMore();
            return 0;
        }

        if (status is OperationStatus.InvalidData && written < buffer.Length)
        {
            Rune.DecodeFromUtf8(source[read..], out _, out var invalid);
            read += Math.Max(1, invalid);
            repairs.Add("invalid-bytes", "bytes that are no UTF-8 were replaced", line + buffer[..written].Count('\n'));
            buffer[written++] = Replacement;
        }

        bytes.Advance(read);
        return written;
    }

    private int DecodeOther(ReadOnlySpan<byte> source, Span<char> buffer)
    {
        decoder!.Convert(source, buffer, flush: false, out var read, out var written, out _);
        bytes.Advance(read);
        if (buffer[..written].Contains(Replacement))
        {
            repairs.Add("invalid-bytes", "bytes that do not fit the encoding were replaced", line);
        }

        return written;
    }

    private void ReplaceForbidden(Span<char> text)
    {
        for (var at = text.IndexOfAny(Forbidden); at >= 0; at = text.IndexOfAny(Forbidden))
        {
            repairs.Add("control-character", "control characters were replaced", line + text[..at].Count('\n'));
            text[at] = Replacement;
        }
    }

    // Distances across pieces suffice: a piece is smaller than the limit.
    private void BoundTokens(ReadOnlySpan<char> text)
    {
        charsSinceOpen = Distance(text, '<', charsSinceOpen);
        charsSinceClose = Distance(text, '>', charsSinceClose);
    }

    private int Distance(ReadOnlySpan<char> text, char mark, int before)
    {
        var first = text.IndexOf(mark);
        if (before + (first < 0 ? text.Length : first) > limits.MaxXmlTokenChars)
        {
            throw new IntakeException(
                IntakeReason.XmlTokenTooLong,
                $"A tag, an attribute or a text is longer than {limits.MaxXmlTokenChars} characters (near line {line}).");
        }

        return first < 0 ? before + text.Length : text.Length - text.LastIndexOf(mark);
    }

    private void KeepTail(ReadOnlySpan<char> text)
    {
        if (text.Length >= tail.Length)
        {
            text[^tail.Length..].CopyTo(tail);
        }
        else
        {
            tail.AsSpan(text.Length).CopyTo(tail);
            text.CopyTo(tail.AsSpan(tail.Length - text.Length));
        }

        tailChars = Math.Min(tail.Length, tailChars + text.Length);
    }
}
