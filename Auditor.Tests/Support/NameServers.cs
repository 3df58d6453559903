using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>Several nsd at addresses of 127.0.0.0/8 on one port, each with zones of its own: the name servers of a zone.</summary>
internal sealed class NameServers : IAsyncDisposable
{
    private readonly List<AuthoritativeServer> servers = [];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-zones-");

    private NameServers(int port) => Port = port;

    public int Port { get; }

    /// <summary>What asks them.</summary>
    public NetworkAuthorities Authorities() => new(
        new AuthorityOptions { AllowPrivate = true, Port = Port }, TimeProvider.System);

    /// <summary>One server a given address with its zones; a server without zones refuses all.</summary>
    public static async Task<NameServers> StartAsync(params (string Address, (string Zone, string Text)[] Zones)[] wanted)
    {
        for (var attempt = 0; ; attempt++)
        {
            var all = new NameServers(TestServices.FreePort());
            try
            {
                foreach (var (address, zones) in wanted)
                {
                    all.servers.Add(await AuthoritativeServer.StartAtAsync(IPAddress.Parse(address), all.Port, all.Write(address, zones)));
                }

                return all;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // The port is taken at one of the addresses: another one.
                await all.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private string[] Write(string address, (string Zone, string Text)[] zones)
    {
        var own = folder.CreateSubdirectory(address);
        return [.. zones.Select(zone =>
        {
            var path = Path.Combine(own.FullName, $"{zone.Zone}.zone");
            File.WriteAllText(path, zone.Text);
            return path;
        })];
    }
}
