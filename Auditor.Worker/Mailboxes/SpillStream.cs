namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Holds one mail: in memory up to <see cref="SpillBytes"/>, beyond that in a temporary file that vanishes with the stream.
/// Past its limit it only counts, so that a server that lies about a size cannot fill memory or disk.
/// </summary>
internal sealed class SpillStream : Stream
{
    /// <summary>Bytes kept in memory; most report mails have under 64 KiB.</summary>
    public const int SpillBytes = 4 * 1024 * 1024;

    private readonly long limit;
    private Stream inner;

    public SpillStream(long limit, int expectedBytes = 0)
    {
        this.limit = limit;
        inner = expectedBytes > SpillBytes ? OpenFile() : new MemoryStream(Math.Max(0, expectedBytes));
    }

    /// <summary>True when more was written than the limit allows: the content is not complete.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>True once the content lies in a file.</summary>
    public bool IsFile => inner is FileStream;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsOverLimit || inner.Position + buffer.Length > limit)
        {
            IsOverLimit = true;
            return;
        }

        if (inner is MemoryStream memory && memory.Position + buffer.Length > SpillBytes)
        {
            var file = OpenFile();
            var position = memory.Position;
            memory.Position = 0;
            memory.CopyTo(file);
            file.Position = position;
            inner = file;
        }

        inner.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.ReadAsync(buffer, offset, count, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Flush() => inner.Flush();

    /// <summary>Hands the content over to a new stream; this one is empty and may be disposed.</summary>
    public SpillStream Detach()
    {
        var taken = new SpillStream(limit) { inner = inner, IsOverLimit = IsOverLimit };
        inner = Null;
        taken.Position = 0;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static FileStream OpenFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"auditor-mail-{Guid.NewGuid():N}.tmp"), options);
    }
}
