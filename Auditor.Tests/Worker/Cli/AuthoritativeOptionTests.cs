using System.Text.Json;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary><c>--authoritative</c>: the resolver still has the old zone, the name server the new one.</summary>
public sealed class AuthoritativeOptionTests
{
    [Fact]
    public async Task What_was_mended_is_seen_at_the_name_servers_while_the_resolver_has_the_old_zone()
    {
        await using var resolver = await NameServers.StartAsync(("127.0.0.1", [("example.test", Zone("v=spf1 +all", "AAAA"))]));
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", Zone("v=spf1 -all", "BBBB"))]));
        string[] dns = ["--resolver", $"127.0.0.1:{resolver.Port}", "--format", "json"];
        string[] direct = [.. dns, "--authoritative", "--private-authorities", $"{servers.Port}"];

        var cached = await AuditorProcess.RunAsync(["spf", "tree", "example.test", .. dns]);
        var spf = await AuditorProcess.RunAsync(["spf", "tree", "example.test", .. direct]);
        var dkim = await AuditorProcess.RunAsync(["dkim", "key", "example.test", "s1", .. direct]);
        var audit = await AuditorProcess.RunAsync(["audit", "example.test", "--checks", "spf,dkim,zone", "--selector", "s1", .. direct]);
        var refused = await AuditorProcess.RunAsync(["spf", "tree", "example.test", .. dns, "--authoritative"]);

        Parse(cached).GetProperty("record").GetString().Should().Be("v=spf1 +all");
        (spf.ExitCode, Parse(spf).GetProperty("record").GetString()).Should().Be((0, "v=spf1 -all"));
        Parse(dkim).GetProperty("record").GetString().Should().Contain("BBBB");
        var zone = Parse(audit)[0].GetProperty("zone");
        zone.GetProperty("servers")[0].GetProperty("status").GetString().Should().Be("ok");
        Parse(audit)[0].GetProperty("spf").GetProperty("record").GetString().Should().Be("v=spf1 -all");
        (refused.ExitCode, Parse(refused).GetProperty("status").GetString()).Should().Be((3, "unknown"), "a private address is not asked unless that is allowed");
    }

    private static JsonElement Parse(AuditorProcess.Result result) => JsonDocument.Parse(result.Output).RootElement;

    private static string Zone(string spf, string key) => $"""
        $ORIGIN example.test.
        $TTL 300
        @ SOA ns.example.test. host.example.test. 1 3600 600 86400 300
        @ NS ns.example.test.
        ns A 127.0.0.2
        @ TXT "{spf}"
        s1._domainkey TXT "v=DKIM1; p={key}"

        """;
}
