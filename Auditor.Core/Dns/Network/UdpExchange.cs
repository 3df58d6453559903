using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Dns.Network;

/// <summary>Asks one server over UDP; many questions share few sockets. Nothing needs closing: an idle socket closes by itself within seconds.</summary>
internal sealed class UdpExchange(IPEndPoint server, TimeProvider time)
{
    /// <summary>Sockets at once; more questions than these share well only wait in the server's own queue.</summary>
    private const int MaxChannels = 16;

    /// <summary>Questions that a socket has under way before another one is opened.</summary>
    private const int Few = 8;

    private readonly Lock gate = new();
    private readonly List<UdpChannel> channels = [];

    /// <summary>The reply to a try that nothing answered.</summary>
    public static DnsReply Silent { get; } = new(ReplyKind.Timeout) { Detail = "no answer came in time" };

    /// <summary>Asks once. Whatever happens is a reply; a cancelled try is a time-out.</summary>
    public async Task<DnsReply> AskAsync(WireQuestion question, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var asked = new UdpQuestion(question);
        UdpChannel channel;
        try
        {
            channel = Send(asked);
        }
        catch (SocketException e)
        {
            return Unreachable(e);
        }

        await ((Task)asked.Reply).WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asked.Reply.IsCompleted)
        {
            return await asked.Reply.ConfigureAwait(false);
        }

        channel.Forget(asked);
        return Silent;
    }

    public static DnsReply Unreadable(string detail) => new(ReplyKind.Unreadable) { Detail = detail };

    public static DnsReply Unreachable(SocketException error) => error.SocketErrorCode == SocketError.TimedOut
        ? Silent
        : new DnsReply(ReplyKind.Unreachable) { Detail = $"the server cannot be reached ({error.SocketErrorCode})" };

    private UdpChannel Send(UdpQuestion question)
    {
        while (true)
        {
            var channel = Choose();
            if (channel.TrySend(question))
            {
                return channel;
            }

            lock (gate)
            {
                channels.Remove(channel);
            }
        }
    }

    private UdpChannel Choose()
    {
        lock (gate)
        {
            UdpChannel? best = null;
            foreach (var channel in channels)
            {
                best = best is null || channel.Waiting < best.Waiting ? channel : best;
            }

            if (best is null || (best.Waiting >= Few && channels.Count < MaxChannels))
            {
                best = new UdpChannel(server, time);
                channels.Add(best);
            }

            return best;
        }
    }
}
