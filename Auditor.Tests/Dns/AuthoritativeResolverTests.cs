using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

/// <summary>"I mended it, look now": the resolver still has the old zone, the name servers the new one.</summary>
public sealed class AuthoritativeResolverTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_name_servers_answer_and_not_the_cache()
    {
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", New)]), ("127.0.0.3", [("provider.test", Provider), ("sub.example.test", Sub)]));
        using var authorities = servers.Authorities();
        var resolver = new AuthoritativeResolver(Old(), authorities);

        var spf = await AskAsync(resolver, "example.test");
        var key = await AskAsync(resolver, "s1._domainkey.example.test");
        var below = await AskAsync(resolver, "_dmarc.sub.example.test");
        var gone = await AskAsync(resolver, "gone.example.test");

        spf.Texts.Should().Equal("v=spf1 mx -all");
        spf.Server.Should().Be($"127.0.0.2:{servers.Port}");
        key.Texts.Should().Equal("v=DKIM1; p=AAAA");
        key.Aliases.Should().Equal(DomainName.Parse("s1.provider.test"));
        below.Texts.Should().Equal("v=DMARC1; p=none");
        (gone.Status, gone.Name).Should().Be((DnsStatus.NxDomain, DomainName.Parse("gone.example.test")));
    }

    [Fact]
    public async Task A_cache_never_stands_in_for_servers_that_cannot_be_reached()
    {
        using var authorities = new NetworkAuthorities(
            new AuthorityOptions { AllowPrivate = true, Port = TestServices.FreePort(), QuestionTimeout = TimeSpan.FromMilliseconds(400) }, TimeProvider.System);

        var outcome = await AskAsync(new AuthoritativeResolver(Old(), authorities), "example.test");

        outcome.Status.Should().Be(DnsStatus.Timeout);
        outcome.Records.Should().BeEmpty();
    }

    [Fact]
    public async Task Servers_that_cannot_be_found_are_unknown()
    {
        var outcome = await AskAsync(new AuthoritativeResolver(new TestZone().Fails("example.test", DnsStatus.ServerFailure), new FakeAuthorities()), "example.test");

        outcome.Status.Should().Be(DnsStatus.ServerFailure);
        outcome.Error.Should().Contain("name servers of example.test cannot be found");
    }

    [Fact]
    public async Task The_cut_is_the_nearest_name_with_name_servers_and_an_alias_is_none()
    {
        var zone = new TestZone().Ns("example.test", "ns.example.test").A("ns.example.test", "127.0.0.2")
            .Cname("www.example.test", "other.test").Ns("other.test", "ns.other.test");

        var cut = await ZoneCut.FindAsync(DomainName.Parse("a.www.example.test"), DomainName.Parse("example.test"), zone, Cancel);
        var none = await ZoneCut.FindAsync(DomainName.Parse("a.b.test"), DomainName.Parse("b.test"), zone, Cancel);

        (cut.Zone.Value, cut.IsFound).Should().Be(("example.test", true));
        cut.Addresses.Should().ContainSingle().Which.Address.ToString().Should().Be("127.0.0.2");
        (none.Zone.Value, none.IsFound).Should().Be(("b.test", false));
        zone.Asked.Should().NotContain(q => q.Name == "test");
    }

    [Fact]
    public async Task At_most_sixteen_addresses_of_thirteen_servers_are_asked()
    {
        var zone = new TestZone();
        for (var i = 0; i < 60; i++)
        {
            zone.Ns("example.test", $"ns{i}.example.test").A($"ns{i}.example.test", $"192.0.2.{i}", $"198.51.100.{i}");
        }

        var cut = await ZoneCut.FindAsync(DomainName.Parse("example.test"), DomainName.Parse("example.test"), zone, Cancel);

        (cut.Servers.Length, cut.Addresses.Count()).Should().Be((ZoneCut.MaxServers, ZoneCut.MaxAddresses));
        cut.Addresses.Take(ZoneCut.MaxServers).Select(a => a.Host).Should().OnlyHaveUniqueItems();
    }

    private static async Task<DnsOutcome> AskAsync(AuthoritativeResolver resolver, string name) => await resolver.QueryAsync(DomainName.Parse(name), DnsRecordType.Txt, Cancel);

    private static TestZone Old() => new TestZone().Txt("example.test", "v=spf1 +all").Txt("gone.example.test", "still cached")
        .Ns("example.test", "ns.example.test").A("ns.example.test", "127.0.0.2")
        .Ns("sub.example.test", "ns.provider.test").Ns("provider.test", "ns.provider.test").A("ns.provider.test", "127.0.0.3");

    private const string New = """
        $ORIGIN example.test.
        $TTL 300
        @ SOA ns.example.test. host.example.test. 2 3600 600 86400 300
        @ NS ns.example.test.
        ns A 127.0.0.2
        @ TXT "v=spf1 mx -all"
        s1._domainkey CNAME s1.provider.test.
        sub NS ns.provider.test.

        """;

    private const string Sub = """
        $ORIGIN sub.example.test.
        $TTL 300
        @ SOA ns.provider.test. host.provider.test. 1 3600 600 86400 300
        @ NS ns.provider.test.
        _dmarc TXT "v=DMARC1; p=none"

        """;

    private const string Provider = """
        $ORIGIN provider.test.
        $TTL 300
        @ SOA ns.provider.test. host.provider.test. 1 3600 600 86400 300
        @ NS ns.provider.test.
        ns A 127.0.0.3
        s1 TXT "v=DKIM1; p=AAAA"

        """;
}
