using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Backups.Age;

/// <summary>Reads what <see cref="AgeWriter"/>, or <c>age --passphrase</c>, encrypted. Nothing is handed out that was not proved to be what was written; the end only once the last chunk was.</summary>
internal sealed class AgeReader : ReadOnlyStream
{
    // Longer than any header for one passphrase.
    private const int MostHeader = 1024;

    private readonly Stream inner;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] sealedChunk = new byte[AgeFormat.ChunkLength + AgeFormat.TagLength];
    private readonly byte[] plain = new byte[AgeFormat.ChunkLength];
    private readonly byte[] nonce = AgeFormat.NewNonce();

    // One octet more than a chunk tells whether another follows.
    private readonly byte[] ahead = new byte[1];
    private bool hasAhead;
    private int filled;
    private int taken;
    private long chunk;
    private bool isEnded;

    /// <summary>Reads the header. The inner stream stays open.</summary>
    /// <exception cref="BackupException">It is no such file, the passphrase is another, or the header was changed.</exception>
    public AgeReader(Stream inner, string passphrase)
    {
        this.inner = inner;
        var lines = ReadHeader(inner);
        var stanza = lines[1].Split(' ');
        if (lines[0] != AgeFormat.Version || stanza is not ["->", "scrypt", _, _]
            || AgeFormat.FromBase64(stanza[2], AgeFormat.SaltLength) is not { } salt
            || !int.TryParse(stanza[3], NumberStyles.None, CultureInfo.InvariantCulture, out var work) || work is < 1
            || AgeFormat.FromBase64(lines[2], AgeFormat.FileKeyLength + AgeFormat.TagLength) is not { } wrapped
            || !lines[3].StartsWith("--- ", StringComparison.Ordinal))
        {
            throw NotOurs();
        }

        if (work > AgeFormat.MostWork)
        {
            throw new BackupException(BackupFault.NoBackup, string.Create(CultureInfo.InvariantCulture, $"Its passphrase takes a work of 2^{work}, more than the 2^{AgeFormat.MostWork} that Auditor spends: it made no such file."));
        }

        var fileKey = AgeFormat.Unwrap(wrapped, passphrase, salt, work) ?? throw new BackupException(BackupFault.WrongPassphrase, "The passphrase is not the one that the backup was made with.");
        var mac = AgeFormat.HeaderMac(fileKey, $"{lines[0]}\n{lines[1]}\n{lines[2]}\n---");
        if (AgeFormat.FromBase64(lines[3][4..], mac.Length) is not { } given || !CryptographicOperations.FixedTimeEquals(mac, given))
        {
            throw Changed();
        }

        var payloadNonce = new byte[AgeFormat.PayloadNonceLength];
        if (inner.ReadAtLeast(payloadNonce, payloadNonce.Length, throwOnEndOfStream: false) < payloadNonce.Length)
        {
            throw CutOff();
        }

        cipher = AgeFormat.PayloadCipher(fileKey, payloadNonce);
        CryptographicOperations.ZeroMemory(fileKey);
        hasAhead = inner.Read(ahead) == 1;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length > 0 && taken == filled && !isEnded)
        {
            Open();
        }

        var some = Math.Min(buffer.Length, filled - taken);
        plain.AsSpan(taken, some).CopyTo(buffer);
        taken += some;
        return some;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void Open()
    {
        if (!hasAhead)
        {
            throw CutOff();
        }

        sealedChunk[0] = ahead[0];
        var length = 1 + inner.ReadAtLeast(sealedChunk.AsSpan(1), sealedChunk.Length - 1, throwOnEndOfStream: false);
        hasAhead = length == sealedChunk.Length && inner.Read(ahead) == 1;
        if (length < AgeFormat.TagLength)
        {
            throw CutOff();
        }

        (taken, filled, isEnded) = (0, length - AgeFormat.TagLength, !hasAhead);
        AgeFormat.SetNonce(nonce, chunk++, isEnded);
        try
        {
            cipher.Decrypt(nonce, sealedChunk.AsSpan(0, filled), sealedChunk.AsSpan(filled, AgeFormat.TagLength), plain.AsSpan(0, filled));
        }
        catch (AuthenticationTagMismatchException)
        {
            filled = 0;

            // What is cut off after a whole chunk looks changed too: that chunk does not say that it is the last.
            throw isEnded ? CutOff() : Changed();
        }
    }

    private static string[] ReadHeader(Stream inner)
    {
        var header = new byte[MostHeader];
        var lines = 0;
        for (var i = 0; i < MostHeader && inner.Read(header, i, 1) == 1; i++)
        {
            if (header[i] == '\n' && ++lines == 4)
            {
                return Encoding.Latin1.GetString(header, 0, i).Split('\n');
            }
        }

        throw NotOurs();
    }

    private static BackupException NotOurs() => new(BackupFault.NoBackup, "It is no backup of Auditor: one is a file of age, encrypted with a passphrase.");

    private static BackupException Changed() => new(BackupFault.Damaged, "It was changed since it was written, or is damaged: nothing of it is used.");

    private static BackupException CutOff() => new(BackupFault.Damaged, "It is cut off or damaged at its end: nothing of it is used.");
}
