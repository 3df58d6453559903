using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Auditor.Core.Dns.Network;

/// <summary>Sends one question to one server and reads the header of the reply. A socket and an identifier for each, both random (RFC 5452 9).</summary>
internal static class WireClient
{
    private const int MaxMessage = 65535;

    /// <summary>Asks once over UDP; null when nothing usable came in time.</summary>
    public static Task<WireReply?> AskUdpAsync(IPEndPoint server, WireQuestion question, TimeSpan timeout, CancellationToken cancellationToken) =>
        WithinAsync(timeout, async token =>
        {
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server, token).ConfigureAwait(false);
            var id = NewId();
            await socket.SendAsync(question.ToMessage(id), token).ConfigureAwait(false);
            var buffer = new byte[MaxMessage];
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, token).ConfigureAwait(false);
                if (question.Read(buffer.AsSpan(0, length), id) is { } reply)
                {
                    return reply;
                }
            }
        }, cancellationToken);

    /// <summary>Asks once over TCP; null when nothing usable came in time.</summary>
    public static Task<WireReply?> AskTcpAsync(IPEndPoint server, WireQuestion question, TimeSpan timeout, CancellationToken cancellationToken) =>
        WithinAsync(timeout, async token =>
        {
            using var client = new TcpClient(server.AddressFamily);
            await client.ConnectAsync(server, token).ConfigureAwait(false);
            var stream = client.GetStream();
            var id = NewId();
            var message = question.ToMessage(id);
            var length = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
            await stream.WriteAsync((byte[])[.. length, .. message], token).ConfigureAwait(false);
            await stream.ReadExactlyAsync(length, token).ConfigureAwait(false);
            var reply = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(reply, token).ConfigureAwait(false);
            return question.Read(reply, id);
        }, cancellationToken);

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);

    private static async Task<WireReply?> WithinAsync(TimeSpan timeout, Func<CancellationToken, Task<WireReply?>> ask, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        try
        {
            return await ask(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }
}
