using System.Net;
using MaxMind.Db;

namespace Auditor.Worker.Settings;

/// <summary>A database of addresses that is read again when its file changed. Whoever looks something up goes on with the old content until he is done.</summary>
/// <remarks>For use by several threads at once.</remarks>
internal sealed class AddressFile : IDisposable
{
    /// <summary>How often the file is looked at, at most.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    // A longer file is mapped into memory instead of read into it. What is mapped must not be cut short while it is used, or the process dies: it has to be replaced by renaming.
    private const long MostHeld = 256 << 20;

    // A file that changed just now may still be written.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    private readonly string path;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private Held current;
    private FileStamp stamp;
    private long lookedAt;
    private bool isLooking;

    private AddressFile(string path, TimeProvider time, (Held Content, FileStamp Stamp) opened)
    {
        this.path = path;
        this.time = time;
        (current, stamp) = opened;
        lookedAt = time.GetTimestamp();
        State = new AddressFileState(path, current.BuiltAt, time.GetUtcNow(), null);
    }

    /// <summary>What is in use, and why a newer file is not.</summary>
    public AddressFileState State { get; private set; }

    /// <summary>Opens it for the first time.</summary>
    /// <exception cref="Exception">It cannot be read: one of those that <see cref="IsOfFile"/> tells.</exception>
    public static AddressFile Open(string path, TimeProvider time) => new(path, time, Read(path));

    /// <summary>True for what a file that is missing, locked or no database throws.</summary>
    public static bool IsOfFile(Exception e) => e is InvalidDatabaseException or IOException or UnauthorizedAccessException or ArgumentException or DeserializationException;

    /// <summary>What it says of an address; null for nothing.</summary>
    public Dictionary<string, object>? Find(IPAddress address)
    {
        Held held;
        lock (gate)
        {
            held = current;
            held.Enter();
        }

        try
        {
            return held.Find(address);
        }
        finally
        {
            held.Leave();
        }
    }

    /// <summary>Reads the file again when it changed since, at most once a minute.</summary>
    /// <returns>True when <see cref="State"/> says something else than before.</returns>
    public bool LookAgain()
    {
        lock (gate)
        {
            if (isLooking || time.GetElapsedTime(lookedAt) < LookEvery)
            {
                return false;
            }

            (isLooking, lookedAt) = (true, time.GetTimestamp());
        }

        try
        {
            return ReadAgain();
        }
        finally
        {
            lock (gate)
            {
                isLooking = false;
            }
        }
    }

    public void Dispose() => current.Leave();

    private bool ReadAgain()
    {
        try
        {
            var now = FileStamp.Of(path);
            if (now == stamp)
            {
                return Say(null);
            }

            if (now.ChangedAt + Settled > time.GetUtcNow() && now.ChangedAt <= time.GetUtcNow())
            {
                return false;
            }

            var (content, read) = Read(path);
            Held old;
            lock (gate)
            {
                (old, current, stamp) = (current, content, read);
            }

            old.Leave();
            State = new AddressFileState(path, content.BuiltAt, time.GetUtcNow(), null);
            return true;
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return Say(e.Message);
        }
    }

    private bool Say(string? trouble)
    {
        if (State.Trouble == trouble)
        {
            return false;
        }

        State = State with { Trouble = trouble };
        return true;
    }

    private static (Held Content, FileStamp Stamp) Read(string path)
    {
        var before = FileStamp.Of(path);
        var content = new Held(new Reader(path, before.Length <= MostHeld ? FileAccessMode.Memory : FileAccessMode.MemoryMapped));
        try
        {
            content.Probe();
            return FileStamp.Of(path) == before ? (content, before) : throw new IOException("it changed while it was read");
        }
        catch
        {
            content.Leave();
            throw;
        }
    }

    /// <summary>What tells one content of a file from another without reading it.</summary>
    private readonly record struct FileStamp(long Length, DateTimeOffset ChangedAt)
    {
        public static FileStamp Of(string path)
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : throw new FileNotFoundException("there is no such file");
        }
    }

    /// <summary>One content. It goes when it is replaced and the last who looks something up in it is done.</summary>
    private sealed class Held(Reader reader)
    {
        // A tree that points nowhere is found out at once.
        private static readonly IPAddress[] Probes = [IPAddress.Parse("0.0.0.0"), IPAddress.Parse("192.0.2.1"), IPAddress.Parse("255.255.255.255")];

        private int uses = 1;

        public DateTimeOffset BuiltAt { get; } = new(DateTime.SpecifyKind(reader.Metadata.BuildDate, DateTimeKind.Utc));

        public void Enter() => Interlocked.Increment(ref uses);

        public void Leave()
        {
            if (Interlocked.Decrement(ref uses) == 0)
            {
                reader.Dispose();
            }
        }

        public void Probe()
        {
            foreach (var address in Probes)
            {
                reader.Find<Dictionary<string, object>>(address);
            }
        }

        // A damaged entry is one nobody knows; a database of IPv4 alone has no word for IPv6.
        public Dictionary<string, object>? Find(IPAddress address)
        {
            try
            {
                return reader.Find<Dictionary<string, object>>(address);
            }
            catch (Exception e) when (e is InvalidDatabaseException or DeserializationException or ArgumentException)
            {
                return null;
            }
        }
    }
}

/// <summary>How a database of addresses is.</summary>
/// <param name="Path">The file.</param>
/// <param name="BuiltAt">When its maker built the content in use.</param>
/// <param name="ReadAt">When that was read.</param>
/// <param name="Trouble">Why the file as it is now is not in use; null when it is.</param>
public sealed record AddressFileState(string Path, DateTimeOffset BuiltAt, DateTimeOffset ReadAt, string? Trouble);
