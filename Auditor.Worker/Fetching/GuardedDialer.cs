using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Worker.Fetching;

/// <summary>
/// Connects to the addresses that DNS gave, and to none that is not public. The check stands right before the connection, on the very
/// address that is dialled: no second look-up can put another one in its place (DNS rebinding).
/// </summary>
internal sealed class GuardedDialer(HttpsFetcherOptions options, ImmutableArray<IPAddress> addresses)
{
    /// <summary>Addresses tried of one host: a name may list hundreds.</summary>
    private const int MaxTries = 4;

    /// <summary>Who took the connection; null before.</summary>
    public IPEndPoint? Server { get; private set; }

    /// <exception cref="SocketException">No address took the connection.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in addresses.Where(options.MayDial).Take(MaxTries))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(options.ConnectTimeout);
            try
            {
                var end = new IPEndPoint(address, options.Port);
                var stream = await (options.Connect ?? DialAsync)(end, patience.Token).ConfigureAwait(false);
                Server = end;
                return stream;
            }
            catch (SocketException e)
            {
                last = e;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                last = new SocketException((int)SocketError.TimedOut);
            }
        }

        throw last ?? new SocketException((int)SocketError.AccessDenied);
    }

    private static async ValueTask<Stream> DialAsync(IPEndPoint end, CancellationToken cancellationToken)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var isConnected = false;
        try
        {
            await socket.ConnectAsync(end, cancellationToken).ConfigureAwait(false);
            isConnected = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        finally
        {
            if (!isConnected)
            {
                socket.Dispose();
            }
        }
    }
}
