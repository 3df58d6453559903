using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Auditor.Core.Storage.Backups.Age;

/// <summary>Encrypts what is written to it, with a passphrase, so that <c>age --decrypt</c> opens it too. The file is complete after <see cref="End"/>; one that is left before counts as cut off.</summary>
internal sealed class AgeWriter : Stream
{
    private readonly Stream inner;
    private readonly ChaCha20Poly1305 cipher;
    private readonly byte[] plain = new byte[AgeFormat.ChunkLength];
    private readonly byte[] sealedChunk = new byte[AgeFormat.ChunkLength + AgeFormat.TagLength];
    private readonly byte[] nonce = AgeFormat.NewNonce();
    private int filled;
    private long chunk;
    private bool isEnded;

    /// <summary>Writes the header. The inner stream stays open.</summary>
    public AgeWriter(Stream inner, string passphrase, int work = AgeFormat.Work)
    {
        this.inner = inner;
        var (fileKey, salt, payloadNonce) = (RandomNumberGenerator.GetBytes(AgeFormat.FileKeyLength), RandomNumberGenerator.GetBytes(AgeFormat.SaltLength), RandomNumberGenerator.GetBytes(AgeFormat.PayloadNonceLength));
        var header = string.Create(CultureInfo.InvariantCulture,
            $"{AgeFormat.Version}\n-> scrypt {AgeFormat.Base64(salt)} {work}\n{AgeFormat.Base64(AgeFormat.Wrap(fileKey, passphrase, salt, work))}\n---");
        inner.Write(Encoding.ASCII.GetBytes($"{header} {AgeFormat.Base64(AgeFormat.HeaderMac(fileKey, header))}\n"));
        inner.Write(payloadNonce);
        cipher = AgeFormat.PayloadCipher(fileKey, payloadNonce);
        CryptographicOperations.ZeroMemory(fileKey);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk goes out only when more follows: the last one says that it is.
            if (filled == plain.Length)
            {
                Seal(isLast: false);
            }

            var some = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..some].CopyTo(plain.AsSpan(filled));
            filled += some;
            buffer = buffer[some..];
        }
    }

    // The work is encryption: a thread that waits for it wins nothing.
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Writes the last chunk.</summary>
    public void End()
    {
        if (!isEnded)
        {
            isEnded = true;
            Seal(isLast: true);
            inner.Flush();
        }
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

    private void Seal(bool isLast)
    {
        AgeFormat.SetNonce(nonce, chunk++, isLast);
        cipher.Encrypt(nonce, plain.AsSpan(0, filled), sealedChunk.AsSpan(0, filled), sealedChunk.AsSpan(filled, AgeFormat.TagLength));
        inner.Write(sealedChunk, 0, filled + AgeFormat.TagLength);
        filled = 0;
    }
}
