using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Tests.Support;

/// <summary>
/// A DNS server on loopback that does as a test tells it: <c>answer</c> gets the query, whether it came over TCP, and its
/// number from 0, and gives the reply; null is silence.
/// </summary>
internal sealed class ScriptedDnsServer : IAsyncDisposable
{
    private readonly Func<byte[], bool, int, byte[]?> answer;
    private readonly Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly TcpListener? tcp;
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] loops;
    private int received;

    private ScriptedDnsServer(Func<byte[], bool, int, byte[]?> answer, bool withTcp)
    {
        this.answer = answer;
        udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)udp.LocalEndPoint!;
        if (withTcp)
        {
            tcp = new TcpListener(EndPoint);
            tcp.Start();
        }

        loops = [Task.Run(ServeUdpAsync), withTcp ? Task.Run(ServeTcpAsync) : Task.CompletedTask];
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Queries so far, over UDP and TCP.</summary>
    public int Received => Volatile.Read(ref received);

    public static ScriptedDnsServer Start(Func<byte[], bool, int, byte[]?> answer, bool withTcp = true)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new ScriptedDnsServer(answer, withTcp);
            }
            catch (SocketException) when (attempt < 5)
            {
                // The port is free for UDP and taken for TCP: the next one.
            }
        }
    }

    /// <summary>A reply with a code and no records; the question is repeated.</summary>
    public static byte[] Reply(byte[] query, int rcode = 0, bool truncated = false, bool recursion = true)
    {
        var reply = query[..QuestionEnd(query)];
        reply[2] = (byte)(0x81 | (truncated ? 2 : 0));
        reply[3] = (byte)((recursion ? 0x80 : 0) | rcode);
        reply.AsSpan(6, 6).Clear();
        return reply;
    }

    /// <summary>A reply with one TXT record at the question's name.</summary>
    public static byte[] Text(byte[] query, string text) =>
        [.. WithAnswers(Reply(query), 1), 0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, (byte)(text.Length + 1), (byte)text.Length, .. text.Select(c => (byte)c)];

    /// <summary>A reply with one alias at the question's name.</summary>
    public static byte[] Alias(byte[] query, string target, bool recursion = false)
    {
        byte[] name = [.. target.Split('.').SelectMany(l => new[] { (byte)l.Length }.Concat(l.Select(c => (byte)c))), 0];
        return [.. WithAnswers(Reply(query, recursion: recursion), 1), 0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, (byte)name.Length, .. name];
    }

    /// <summary>The name that a query asks for, lower case.</summary>
    public static string NameOf(byte[] query)
    {
        var labels = new List<string>();
        for (var i = 12; query[i] != 0; i += query[i] + 1)
        {
            labels.Add(System.Text.Encoding.Latin1.GetString(query, i + 1, query[i]).ToLowerInvariant());
        }

        return string.Join('.', labels);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(loops);
        udp.Dispose();
        tcp?.Dispose();
        stop.Dispose();
    }

    private static byte[] WithAnswers(byte[] reply, byte count)
    {
        reply[7] = count;
        return reply;
    }

    private static int QuestionEnd(byte[] query)
    {
        var i = 12;
        while (query[i] != 0)
        {
            i += query[i] + 1;
        }

        return i + 5;
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[65535];
        try
        {
            while (true)
            {
                var from = await udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), stop.Token);
                if (answer(buffer[..from.ReceivedBytes], false, Interlocked.Increment(ref received) - 1) is { } reply)
                {
                    await udp.SendToAsync(reply, SocketFlags.None, from.RemoteEndPoint, stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await tcp!.AcceptTcpClientAsync(stop.Token);
                await ServeConnectionAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeConnectionAsync(NetworkStream stream)
    {
        var length = new byte[2];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(length, stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, stop.Token);
                if (answer(query, true, Interlocked.Increment(ref received) - 1) is not { } reply)
                {
                    return;
                }

                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                await stream.WriteAsync((byte[])[.. length, .. reply], stop.Token);
            }
        }
        catch (IOException)
        {
            // The client went.
        }
    }
}
