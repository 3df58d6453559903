using System.Net;

namespace Auditor.Core.Dns.Network;

/// <summary>How a try is carried.</summary>
internal enum DnsCarrier
{
    /// <summary>UDP with EDNS and a payload of 1232 octets.</summary>
    Udp,

    /// <summary>UDP without EDNS, for servers that answer FORMERR to it (RFC 6891 7).</summary>
    PlainUdp,

    /// <summary>TCP.</summary>
    Tcp,
}

/// <summary>One server: asks once, and remembers whether it has answered lately.</summary>
internal abstract class DnsServer(IPEndPoint endPoint, TimeProvider time)
{
    /// <summary>Tries in a row without any answer until a server is asked last.</summary>
    private const int FailuresUntilDown = 8;

    /// <summary>How long it is then asked last.</summary>
    private static readonly TimeSpan DownTime = TimeSpan.FromSeconds(20);

    private int failures;
    private long downSince;

    /// <summary><c>address:port</c>, shown beside an answer.</summary>
    public string Name { get; } = endPoint.ToString();

    /// <summary>True while the server is thought dead; it is then asked only after the others.</summary>
    public bool IsDown => Volatile.Read(ref failures) >= FailuresUntilDown && time.GetElapsedTime(Volatile.Read(ref downSince)) < DownTime;

    /// <summary>Notes whether anything at all came back.</summary>
    public void Note(bool answered)
    {
        if (answered)
        {
            Volatile.Write(ref failures, 0);
        }
        else
        {
            Volatile.Write(ref downSince, time.GetTimestamp());
            Interlocked.Increment(ref failures);
        }
    }

    /// <summary>Asks once. Whatever happens is a reply; a cancelled try is a time-out.</summary>
    public abstract Task<DnsReply> AskAsync(DomainName name, DnsRecordType type, DnsCarrier carrier, CancellationToken cancellationToken);
}
