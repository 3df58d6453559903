using System.Buffers;
using System.Security.Cryptography;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>
/// The bytes of one XML text after the other from a stream that may hold several (gzip files of several members, concatenated files), hashed
/// one by one. A text ends where `&lt;?xml` follows the end tag of a report.
/// </summary>
internal sealed class DocumentBytes : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    // Kept before the position to see what precedes a declaration, and held back at the end to see a declaration that straddles two reads.
    private const int HistoryBytes = 64;
    private static readonly byte[] Declaration = "<?xml"u8.ToArray();
    private static readonly byte[] EndOfReport = "feedback>"u8.ToArray();

    private readonly Stream stream;
    private readonly BoundedStream bounded;
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int position;
    private int hashed;
    private int end;
    private int documentEnd = -1;
    private bool streamEnded;
    private bool isDisposed;

    public DocumentBytes(Stream stream, BoundedStream bounded)
    {
        this.stream = stream;
        this.bounded = bounded;
    }

    public bool IsCutShort => bounded.IsCutShort;

    /// <summary>No bytes of this text are left beyond those that <see cref="Peek"/> shows.</summary>
    public bool EndReached => streamEnded || documentEnd >= 0;

    private int Available => documentEnd >= 0 ? documentEnd : streamEnded ? end : Math.Max(position, end - Declaration.Length);

    /// <summary>Bytes at hand, at least one unless the text is at its end.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        while (Available == position && !EndReached)
        {
            ReadMore();
        }

        return buffer.AsSpan(position, Available - position);
    }

    public void Advance(int count) => position += count;

    public void ReadMore()
    {
        Hash();
        var keepFrom = Math.Max(0, position - HistoryBytes);
        buffer.AsSpan(keepFrom, end - keepFrom).CopyTo(buffer);
        position -= keepFrom;
        hashed -= keepFrom;
        end -= keepFrom;
        var read = stream.Read(buffer.AsSpan(end));
        streamEnded = read == 0;
        var searchFrom = Math.Max(position, end - Declaration.Length);
        end += read;
        FindEnd(searchFrom);
    }

    /// <summary>Reads what is left of this text and returns its SHA-256 in lower-case hex.</summary>
    public string FinishHash()
    {
        while (!Peek().IsEmpty)
        {
            Advance(Available - position);
        }

        Hash();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Goes on with the text that follows; false when there is none.</summary>
    public bool MoveToNextDocument()
    {
        FinishHash();
        if (documentEnd < 0)
        {
            return false;
        }

        documentEnd = -1;
        FindEnd(position + 1);
        return true;
    }

    public void Dispose()
    {
        if (!isDisposed)
        {
            isDisposed = true;
            ArrayPool<byte>.Shared.Return(buffer);
            hash.Dispose();
            stream.Dispose();
        }
    }

    private void Hash()
    {
        hash.AppendData(buffer.AsSpan(hashed, position - hashed));
        hashed = position;
    }

    private void FindEnd(int searchFrom)
    {
        while (searchFrom < end)
        {
            var found = buffer.AsSpan(searchFrom, end - searchFrom).IndexOf(Declaration);
            if (found < 0)
            {
                return;
            }

            searchFrom += found;
            if (buffer.AsSpan(0, searchFrom).TrimEnd(" \t\r\n\0"u8).EndsWith(EndOfReport))
            {
                documentEnd = searchFrom;
                return;
            }

            searchFrom++;
        }
    }
}
