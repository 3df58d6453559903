using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>A key on each name server of its zone, asked of real ones.</summary>
public sealed class KeyAtServersTests
{
    private const string New = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private const string Old = "v=DKIM1; k=ed25519; p=O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=";

    private static readonly DomainName Domain = DomainName.Parse("example.test");
    private static readonly string Fingerprint = KeyFingerprint.Of(DkimKeyParser.Parse(New))!;

    [Fact]
    public async Task Each_server_says_whether_it_has_the_key()
    {
        await using var servers = await NameServers.StartAsync(
            ("127.0.0.2", [("example.test", Zone($"s2._domainkey TXT \"{New}\""))]),
            ("127.0.0.3", [("example.test", Zone($"s2._domainkey TXT \"{Old}\""))]),
            ("127.0.0.4", [("example.test", Zone(""))]),
            ("127.0.0.5", []),
            ("127.0.0.6", [("example.test", Zone("s2._domainkey CNAME key.esp.example."))]),
            ("127.0.0.7", [("example.test", Zone($"s2._domainkey TXT \"{New.Replace("; ", ";", StringComparison.Ordinal)}\""))]));
        var keys = await AskAsync(servers, 7);

        keys.Name.Should().Be("s2._domainkey.example.test");
        keys.Servers.Select(s => (s.Host, s.Address, s.State)).Should().Equal(
            ("ns2.example.test", "127.0.0.2", KeyAtServer.Same), ("ns3.example.test", "127.0.0.3", KeyAtServer.Other), ("ns4.example.test", "127.0.0.4", KeyAtServer.None),
            ("ns5.example.test", "127.0.0.5", KeyAtServer.NoAnswer), ("ns6.example.test", "127.0.0.6", KeyAtServer.Other), ("ns7.example.test", "127.0.0.7", KeyAtServer.Same));
        (keys.Servers[1].Detail, keys.Servers[2].Detail).Should().Be((Old, (string?)null));
        keys.Servers[4].Detail.Should().Be("alias of key.esp.example");
        keys.Servers[3].Detail.Should().NotBeNullOrEmpty("why nothing is known is told");
        (keys.Same, keys.IsEverywhere).Should().Be((2, false));
    }

    [Fact]
    public async Task A_key_that_all_servers_have_is_everywhere()
    {
        var zone = Zone($"s2._domainkey TXT \"{New}\"");
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", zone)]), ("127.0.0.3", [("example.test", zone)]));
        var keys = await AskAsync(servers, 3);
        (keys.Same, keys.IsEverywhere).Should().Be((2, true));
    }

    [Fact]
    public async Task A_server_that_nobody_could_ask_is_told_of()
    {
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", Zone($"s2._domainkey TXT \"{New}\""))]));
        using var authorities = servers.Authorities();
        var zone = new TestZone().Ns("example.test", "ns2.example.test", "lost.example.test", "slow.example.test").A("ns2.example.test", "127.0.0.2").Fails("slow.example.test", DnsStatus.Timeout);
        var keys = await KeyAtServers.AskAsync(Domain, Selector.Parse("s2"), Fingerprint, zone, authorities, TestContext.Current.CancellationToken);
        keys.Servers.Should().Equal(
            new ServerKey("lost.example.test", null, KeyAtServer.NoAnswer, "It has no address."), new ServerKey("ns2.example.test", "127.0.0.2", KeyAtServer.Same, null),
            new ServerKey("slow.example.test", null, KeyAtServer.NoAnswer, "DNS did not tell its address."));
        keys.IsEverywhere.Should().BeFalse();
    }

    [Fact]
    public async Task Two_records_at_the_name_are_not_the_key()
    {
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", Zone($"s2._domainkey TXT \"{New}\"\ns2._domainkey TXT \"{Old}\""))]));
        (await AskAsync(servers, 2)).Servers.Should().ContainSingle().Which.State.Should().Be(KeyAtServer.Other);
    }

    // Who the servers are comes from a resolver; what they hold from themselves.
    private static async Task<KeyAtServers> AskAsync(NameServers servers, int last)
    {
        using var authorities = servers.Authorities();
        var hosts = Enumerable.Range(2, last - 1).ToList();
        var zone = new TestZone().Ns("example.test", [.. hosts.Select(i => $"ns{i}.example.test")]);
        hosts.ForEach(i => zone.A($"ns{i}.example.test", $"127.0.0.{i}"));
        return await KeyAtServers.AskAsync(Domain, Selector.Parse("s2"), Fingerprint, zone, authorities, TestContext.Current.CancellationToken);
    }

    private static string Zone(string lines) => $"""
        $ORIGIN example.test.
        $TTL 300
        @ SOA ns2.example.test. host.example.test. 7 3600 600 86400 300
        @ NS ns2.example.test.
        ns2 A 127.0.0.2
        {lines}

        """;
}
