using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>
/// A real nsd on loopback, over UDP and TCP. A file's name is its zone's name and <c>.zone</c>; nsd answers SERVFAIL for a
/// zone whose file it cannot load. It stops, and its folder goes, when the object is disposed of.
/// </summary>
internal sealed class AuthoritativeServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;

    private AuthoritativeServer(Process process, DirectoryInfo folder, IPEndPoint endPoint)
    {
        this.process = process;
        this.folder = folder;
        EndPoint = endPoint;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Starts nsd with zone files; without nsd the test is skipped with the reason, or fails with CI=true.</summary>
    public static Task<AuthoritativeServer> StartAsync(params IEnumerable<string> zoneFiles) => StartAtAsync(IPAddress.Loopback, null, zoneFiles);

    /// <summary>As the other, at an address of 127.0.0.0/8 and a port: several servers of one zone listen on the same port.</summary>
    public static async Task<AuthoritativeServer> StartAtAsync(IPAddress address, int? port, params IEnumerable<string> zoneFiles)
    {
        var program = TestServices.Require("nsd", "nsd");
        var zones = zoneFiles.ToArray();
        for (var attempt = 0; ; attempt++)
        {
            var folder = Directory.CreateTempSubdirectory("auditor-nsd-");
            var endPoint = new IPEndPoint(address, port ?? TestServices.FreePort());
            var configuration = Path.Combine(folder.FullName, "nsd.conf");
            await File.WriteAllTextAsync(configuration, Configuration(folder.FullName, endPoint, zones));
            var process = Process.Start(new ProcessStartInfo(program, ["-d", "-c", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = new StringBuilder();
            process.ErrorDataReceived += (_, e) => Append(said, e.Data);
            process.OutputDataReceived += (_, e) => Append(said, e.Data);
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            var server = new AuthoritativeServer(process, folder, endPoint);
            if (await ServerProcess.IsUpAsync(server.process, server.EndPoint))
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == 2)
            {
                throw new InvalidOperationException($"nsd did not start: {said}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // nsd's first process ends the others on SIGTERM.
        await ServerProcess.StopAsync(process);
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static void Append(StringBuilder said, string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }

    private static string Configuration(string folder, IPEndPoint endPoint, IEnumerable<string> zones)
    {
        var text = new StringBuilder($"""
            server:
              ip-address: {endPoint.Address}@{endPoint.Port}
              server-count: 1
              do-ip6: no
              username: ""
              zonesdir: "{folder}"
              database: ""
              pidfile: "{folder}/nsd.pid"
              xfrdfile: "{folder}/xfrd.state"
              zonelistfile: "{folder}/zone.list"
              verbosity: 0
              rrl-ratelimit: 0
            remote-control:
              control-enable: no

            """);
        foreach (var zone in zones)
        {
            text.Append(CultureInfo.InvariantCulture, $"zone:\n  name: \"{Path.GetFileNameWithoutExtension(zone)}\"\n  zonefile: \"{Path.GetFullPath(zone)}\"\n");
        }

        return text.ToString();
    }
}
