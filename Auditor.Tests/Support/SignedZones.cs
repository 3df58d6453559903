using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>
/// A small DNS of its own, signed from its root down: nsd with the zones, and an unbound that validates from the root's key.
/// <c>good.example</c> is sound, <c>plain.example</c> not signed, the signatures of <c>bogus.example</c> are expired.
/// </summary>
public sealed class SignedZones : IAsyncLifetime
{
    private const string Algorithm = "ECDSAP256SHA256";

    // The root's key set is to be larger than a UDP answer.
    private const string LargeAlgorithm = "RSASHA256";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-signed-");
    private AuthoritativeServer? server;
    private Process? unbound;

    /// <summary>The validating resolver.</summary>
    public IPEndPoint Resolver { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>What a resolver is asked here instead of the public names.</summary>
    internal static ProbeQuestions Questions { get; } = new()
    {
        Names = [.. new List<string> { "good.example", "plain.example", "gone.example" }.Select(DomainName.Parse)],
        Bogus = DomainName.Parse("bogus.example"),
        EmptyPlaces = [DomainName.Parse("invalid"), DomainName.Parse("good.example")],
    };

    public async ValueTask InitializeAsync()
    {
        var program = TestServices.Require("unbound", "unbound");
        TestServices.Require("ldns-signzone", "ldnsutils");
        var good = await SignAsync("good.example", Good);
        var bogus = await SignAsync("bogus.example", Zone("bogus.example"), "-i", "20200101", "-e", "20200201");
        await WriteAsync("plain.example.zone", Zone("plain.example"));
        var root = await SignAsync(".", Root + good + bogus);
        server = await AuthoritativeServer.StartAsync(new[] { ".", "good.example", "bogus.example", "plain.example" }.Select(z => FileOf(z)));
        await WriteAsync("root.ds", root);
        for (var attempt = 0; unbound is null; attempt++)
        {
            Resolver = new IPEndPoint(IPAddress.Loopback, TestServices.FreePort());
            await WriteAsync("unbound.conf", Configuration(server.EndPoint));
            unbound = Process.Start(new ProcessStartInfo(program, ["-d", "-c", Path.Combine(folder.FullName, "unbound.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            if (await ServerProcess.IsUpAsync(unbound!, Resolver))
            {
                return;
            }

            var said = await unbound.StandardError.ReadToEndAsync();
            unbound.Dispose();
            unbound = attempt == 2 ? throw new InvalidOperationException($"unbound did not start: {said}") : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (unbound is not null)
        {
            await ServerProcess.StopAsync(unbound);
            unbound.Dispose();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private string FileOf(string zone) => Path.Combine(folder.FullName, $"{zone}.zone");

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(folder.FullName, file), text);

    /// <summary>Signs the zone into its file and gives its DS record.</summary>
    private async Task<string> SignAsync(string zone, string text, params string[] dates)
    {
        await WriteAsync("unsigned", text);
        var key = (await RunAsync("ldns-keygen", "-k", "-a", Algorithm, zone)).Trim();
        string[] keys = zone == "." ? [key, await LargeKeyAsync(), await LargeKeyAsync(), await LargeKeyAsync(), await LargeKeyAsync()] : [key];
        await RunAsync("ldns-signzone", [.. dates, "-f", FileOf(zone), "unsigned", .. keys]);
        return await File.ReadAllTextAsync(Path.Combine(folder.FullName, $"{key}.ds"));
    }

    private async Task<string> LargeKeyAsync() => (await RunAsync("ldns-keygen", "-a", LargeAlgorithm, "-b", "2048", ".")).Trim();

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(TestServices.Require(program, "ldnsutils"), arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await error}");
    }

    private string Configuration(IPEndPoint authority)
    {
        var stubs = string.Concat(new[] { ".", "good.example", "bogus.example", "plain.example" }.Select(zone =>
            string.Create(CultureInfo.InvariantCulture, $"stub-zone:\n  name: \"{zone}\"\n  stub-addr: {authority.Address}@{authority.Port}\n")));
        return $"""
            server:
              interface: 127.0.0.1
              port: {Resolver.Port}
              do-ip6: no
              num-threads: 1
              username: ""
              chroot: ""
              directory: "{folder.FullName}"
              pidfile: ""
              use-syslog: no
              do-not-query-localhost: no
              module-config: "validator iterator"
              trust-anchor-file: "{folder.FullName}/root.ds"
              access-control: 127.0.0.0/8 allow
              qname-minimisation: no
            remote-control:
              control-enable: no

            """ + stubs;
    }

    private const string Root = """
        $TTL 300
        . SOA ns.root. host.root. 1 3600 600 86400 300
        . NS ns.root.
        ns.root. A 127.0.0.1
        good.example. NS ns.good.example.
        ns.good.example. A 127.0.0.1
        plain.example. NS ns.plain.example.
        ns.plain.example. A 127.0.0.1
        bogus.example. NS ns.bogus.example.
        ns.bogus.example. A 127.0.0.1

        """;

    private static readonly string Good = Zone("good.example") + """
        mx2 A 192.0.2.2
        @ MX 20 mx2
        _25._tcp.mx TLSA 3 1 1 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6

        """;

    private static string Zone(string name) => $"""
        $ORIGIN {name}.
        $TTL 300
        @ SOA ns.{name}. host.{name}. 1 3600 600 86400 300
        @ NS ns.{name}.
        ns A 127.0.0.1
        @ TXT "v=spf1 mx -all"
        @ MX 10 mx
        mx A 192.0.2.1
        _dmarc TXT "v=DMARC1; p=reject"

        """;
}
