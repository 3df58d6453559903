using System.Net;

namespace Auditor.Tests.Support;

/// <summary>A real name server at one address and port, whose zones an administrator edits and reloads.</summary>
internal sealed class EditedZones : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-edited-");
    private readonly int port = TestServices.FreePort();
    private AuthoritativeServer? server;

    public IPEndPoint EndPoint => server!.EndPoint;

    /// <summary>Serves these zones and no others.</summary>
    public async Task PublishAsync(params (string Zone, string Text)[] zones)
    {
        foreach (var (zone, text) in zones)
        {
            await File.WriteAllTextAsync(FileOf(zone), text);
        }

        await DisposeServerAsync();
        server = await AuthoritativeServer.StartAtAsync(IPAddress.Loopback, port, zones.Select(z => FileOf(z.Zone)));
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeServerAsync();
        folder.Delete(recursive: true);
    }

    private string FileOf(string zone) => Path.Combine(folder.FullName, $"{zone}.zone");

    private async Task DisposeServerAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}
