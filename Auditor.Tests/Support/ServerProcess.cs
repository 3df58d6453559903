using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Tests.Support;

/// <summary>Waits for the servers that tests start, and stops them.</summary>
internal static class ServerProcess
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Asks with SIGTERM, so that the server ends its own children; one that does not listen is killed with them.</summary>
    public static async Task StopAsync(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        using var kill = Process.Start("/bin/kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Waits until a server takes connections.</summary>
    /// <param name="process">The server; when it ends by itself, it is not up.</param>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="greets">Reads its greeting; null when taking the connection is enough.</param>
    public static async Task<bool> IsUpAsync(Process process, IPEndPoint endPoint, Func<NetworkStream, Task<bool>>? greets = null)
    {
        for (var clock = Stopwatch.StartNew(); !process.HasExited && clock.Elapsed < Patience.Limit;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(endPoint);
                return greets is null ? !process.HasExited : await greets(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not yet: refused, or taken and dropped before the greeting.
                await Task.Delay(25);
            }
        }

        return false;
    }
}
