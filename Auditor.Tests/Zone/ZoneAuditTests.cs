using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Zone;

/// <summary>The zone of whole audits: real name servers, one sound, one that lags, one lame, one dead.</summary>
public sealed class ZoneAuditTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.com");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_lags_costs_three_points_and_lame_or_dead_ones_cost_nothing()
    {
        await using var servers = await NameServers.StartAsync(
            ("127.0.0.2", [("example.com", Zone(2, "v=DMARC1; p=reject; rua=mailto:dmarc@example.com"))]),
            ("127.0.0.3", [("example.com", Zone(1, "v=DMARC1; p=none"))]),
            ("127.0.0.4", []));
        using var authorities = servers.Authorities();
        var resolver = Resolver("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5");

        var audit = await AuditAsync(resolver, authorities);

        audit.Zone.Servers.Select(s => (s.Host, s.Status, s.Serial)).Should().BeEquivalentTo<(string, string, uint?)>(
            [("ns1.example.com", "ok", 2), ("ns2.example.com", "ok", 1), ("ns3.example.com", "lame", null), ("ns4.example.com", "no-answer", null)]);
        audit.Zone.Agreement.Select(a => (a.Name, a.Type, a.Status)).Should().Equal(
            ("example.com", "TXT", "agree"), ("_dmarc.example.com", "TXT", "disagree"), ("s1._domainkey.example.com", "TXT", "agree"));
        audit.Codes().Should().Contain("DNS-SERVERS-DISAGREE").And.Contain("DNS-SERVER-LAME");
        audit.Score.Deductions.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "DNS-SERVERS-DISAGREE", Points = 3.0, Regained = 3.0 });
        audit.Score.Value.Should().Be(97);
        audit.Unknown.Should().BeEmpty();
    }

    [Fact]
    public async Task Servers_that_agree_cost_nothing()
    {
        var zone = Zone(2, "v=DMARC1; p=reject; rua=mailto:dmarc@example.com");
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.com", zone)]), ("127.0.0.3", [("example.com", zone)]));
        using var authorities = servers.Authorities();

        var audit = await AuditAsync(Resolver("127.0.0.2", "127.0.0.3"), authorities);

        audit.Zone.Should().BeEquivalentTo(new { Status = "found", Name = "example.com", Dnssec = "unknown", DirectQueries = 8 });
        audit.Zone.Agreement.Should().OnlyContain(a => a.Status == "agree");
        audit.Score.Value.Should().Be(100);
    }

    [Fact]
    public async Task A_key_name_in_a_zone_of_its_own_is_asked_of_that_zones_servers()
    {
        var above = Zone(2, "v=DMARC1; p=reject").Replace("s1._domainkey TXT \"v=DKIM1; p=AAAA\"", "_domainkey NS ns.provider.example.", StringComparison.Ordinal);
        var below = "$ORIGIN _domainkey.example.com.\n$TTL 60\n@ SOA ns.provider.example. h.provider.example. 1 60 60 60 60\n@ NS ns.provider.example.\ns1 TXT \"v=DKIM1; p=AAAA\"\n";
        await using var servers = await NameServers.StartAsync(
            ("127.0.0.2", [("example.com", above)]), ("127.0.0.3", [("example.com", above)]),
            ("127.0.0.6", [("_domainkey.example.com", below)]), ("127.0.0.7", [("_domainkey.example.com", below.Replace("AAAA", "BBBB", StringComparison.Ordinal))]));
        using var authorities = servers.Authorities();
        var resolver = Resolver("127.0.0.2", "127.0.0.3").Ns("_domainkey.example.com", "ns.provider.example").A("ns.provider.example", "127.0.0.6", "127.0.0.7");

        var audit = await AuditAsync(resolver, authorities);

        audit.Zone.Agreement.Single(a => a.Name == "s1._domainkey.example.com").Status.Should().Be("disagree");
    }

    [Fact]
    public async Task An_audit_of_the_scored_parts_asks_nothing_more()
    {
        var (scored, full) = (Resolver("127.0.0.2"), Resolver("127.0.0.2"));
        var authorities = new FakeAuthorities().At("127.0.0.2", new TestZone());

        await AuditAsync(scored, authorities, AuditChecks.Scored);
        await AuditAsync(full, authorities, AuditChecks.Scored | AuditChecks.Zone);

        authorities.Asked.Should().BeGreaterThan(0);
        scored.Asked.Select(q => q.Type).Should().NotContain([DnsRecordType.Ns, DnsRecordType.Caa, DnsRecordType.Ds, DnsRecordType.Dnskey, DnsRecordType.Tlsa]);
        full.Asked.Select(q => q.Type).Should().Contain([DnsRecordType.Ns, DnsRecordType.Caa]);
    }

    [Fact]
    public async Task A_closed_way_out_is_unknown_and_no_finding()
    {
        var authorities = new FakeAuthorities().At("192.0.2.53", DirectStatus.NotAsked).At("192.0.2.54", DirectStatus.NotAsked);

        var audit = await AuditAsync(Resolver("192.0.2.53", "192.0.2.54"), authorities);

        audit.Zone.Servers.Should().OnlyContain(s => s.Status == "not-asked");
        audit.Zone.Agreement.Should().BeEmpty();
        audit.Findings.Where(f => f.Severity > Core.Findings.Severity.Info).Should().BeEmpty();
        audit.Score.Value.Should().Be(100);
    }

    private static Task<AuditDocument> AuditAsync(TestZone resolver, IAuthorities authorities, AuditChecks checks = AuditChecks.Scored | AuditChecks.Zone) => DomainAuditor.AuditAsync(
        new AuditRequest(Domain) { Selectors = ["s1"], Checks = checks }, new AuditMeans(resolver, TimeProvider.System) { Authorities = authorities }, Cancel);

    private static TestZone Resolver(params string[] servers)
    {
        var zone = AuditFixture.Sound();
        foreach (var (address, i) in servers.Select((a, i) => (a, i)))
        {
            zone.Ns("example.com", $"ns{i + 1}.example.com").A($"ns{i + 1}.example.com", address);
        }

        return zone;
    }

    private static string Zone(int serial, string dmarc) => $"""
        $ORIGIN example.com.
        $TTL 300
        @ SOA ns1.example.com. host.example.com. {serial} 3600 600 86400 300
        @ NS ns1.example.com.
        ns1 A 127.0.0.2
        @ TXT "v=spf1 mx -all"
        _dmarc TXT "{dmarc}"
        s1._domainkey TXT "v=DKIM1; p=AAAA"

        """;
}
