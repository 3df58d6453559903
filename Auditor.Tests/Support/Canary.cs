using System.Net;
using System.Net.Sockets;

namespace Auditor.Tests.Support;

/// <summary>A port on loopback that counts who comes, and says nothing.</summary>
internal sealed class Canary : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task loop;
    private int visits;

    public Canary()
    {
        listener.Start();
        loop = Task.Run(CountAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Visits => Volatile.Read(ref visits);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await loop;
    }

    private async Task CountAsync()
    {
        try
        {
            while (true)
            {
                using var visitor = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref visits);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
