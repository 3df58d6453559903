using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Zone;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Zone;

/// <summary>For every rule a zone in which it fires and one, as near as can be, in which it stays silent.</summary>
public sealed class ZoneRulesTests
{
    private const string Domain = "example.com";

    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["DNS-SERVERS-DISAGREE"] = (Two().Second(Copy().Txt("_dmarc.example.com", "v=DMARC1; p=none")), Two().Second(Copy().Txt("_dmarc.example.com", "v=DMARC1; p=reject"))),
        ["DNS-SERVER-LAME"] = (Two().Second(DirectStatus.Lame), Two().Second(DirectStatus.Silent)),
        ["DNS-ONE-SERVER"] = (new Case(new TestZone().Ns(Domain, "ns1.example.com").A("ns1.example.com", "192.0.2.1")), Two()),
        ["DNSSEC-BOGUS"] = (Two().Says(Validation.Bogus), Two().Says(Validation.Secure)),
        ["DNSSEC-ABSENT"] = (Two().Says(Validation.Insecure), new Case(Zones().Other(Domain, DnsRecordType.Ds, "1 13 2 AA")).Says(Validation.Indeterminate)),
        ["CAA-ABSENT"] = (Two(), new Case(Zones().Other(Domain, DnsRecordType.Caa, "0 issue \"ca.example\""))),
        ["CAA-INVALID"] = (new Case(Zones().Other(Domain, DnsRecordType.Caa, "0 issue \"ca_example\"")), new Case(Zones().Other(Domain, DnsRecordType.Caa, "0 issue \"ca.example; account=1\""))),
        ["CAA-TAG-UNKNOWN"] = (new Case(Zones().Other(Domain, DnsRecordType.Caa, "128 isue \"ca.example\"")), new Case(Zones().Other(Domain, DnsRecordType.Caa, "128 issuemail \";\""))),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<ImmutableArray<DomainName>> NoKeys => Task.FromResult(ImmutableArray<DomainName>.Empty);

    public static TheoryData<string> Codes() => new(ZoneRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Cases[code];

        (await CodesOf(fires)).Should().Contain(code);
        (await CodesOf(silent)).Should().NotContain(code);
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    public async Task A_failure_of_dns_is_unknown_and_gives_no_finding(DnsStatus failure)
    {
        var ofZone = await FactsOf(new Case(new TestZone().Fails(Domain, failure)).Says(Validation.Unknown));
        var ofServer = await FactsOf(new Case(new TestZone().Ns(Domain, "ns1.example.com", "ns2.example.com").A("ns1.example.com", "192.0.2.1").Fails("ns2.example.com", failure)
            .Other(Domain, DnsRecordType.Caa, "0 issue \";\"")));

        ofZone.Dnssec.State.Should().Be(Validation.Unknown);
        ZoneRules.All.SelectMany(r => r.Check(ofZone).Concat(r.Check(ofServer))).Should().BeEmpty();
    }

    [Theory]
    [InlineData(DirectStatus.Silent)]
    [InlineData(DirectStatus.NotAsked)]
    public async Task A_server_that_cannot_be_asked_is_compared_with_nobody(DirectStatus status)
    {
        var facts = await FactsOf(Two().Second(status));

        facts.Agreements.Should().BeEmpty();
        ZoneRules.All.SelectMany(r => r.Check(facts)).Select(f => f.Code).Should().Equal("CAA-ABSENT");
    }

    [Fact]
    public async Task Lame_servers_are_named_and_do_not_disagree()
    {
        var facts = await FactsOf(Two().Second(DirectStatus.Lame));

        var finding = ZoneRules.All.SelectMany(r => r.Check(facts)).Single(f => f.Code == "DNS-SERVER-LAME");
        finding.Subject.Should().Be("192.0.2.2");
        finding.Detail.Should().Contain("ns2.example.com (192.0.2.2)");
        facts.Agreements.Should().BeEmpty();
    }

    [Fact]
    public async Task A_disagreement_names_the_servers_and_what_each_says()
    {
        var facts = await FactsOf(Two().Second(Copy(serial: 8).Txt("_dmarc.example.com", "v=DMARC1; p=none")));

        var finding = ZoneRules.All.SelectMany(r => r.Check(facts)).Single(f => f.Code == "DNS-SERVERS-DISAGREE");
        finding.Subject.Should().Be("_dmarc.example.com");
        finding.Detail.Should().Contain("ns1.example.com (192.0.2.1): 'v=DMARC1; p=reject'").And.Contain("ns2.example.com (192.0.2.2): 'v=DMARC1; p=none'").And.Contain("serials are 7 and 8");
    }

    [Fact]
    public async Task Order_of_records_and_the_kind_of_nothing_make_no_difference()
    {
        var first = Copy().Txt(Domain, "a", "b").Txt("x._domainkey.example.com", "k");
        var second = new TestZone().Other(Domain, DnsRecordType.Soa, "ns1 host 7 1 1 1 1").Txt(Domain, "b", "a", "v=spf1 -all").Txt("x._domainkey.example.com", "k");

        var facts = await FactsOf(new Case(Zones()).First(first).Second(second), "x._domainkey.example.com");

        facts.Agreements.Select(a => (a.Name.Value, a.IsAgreed)).Should().BeEquivalentTo<(string, bool?)>(
            [("example.com", true), ("_dmarc.example.com", true), ("x._domainkey.example.com", true)]);
    }

    [Fact]
    public async Task Without_a_means_to_ask_servers_nothing_is_said_about_them()
    {
        var zone = new TestZone().Ns(Domain, "ns1.provider.example", "ns2.provider.example");

        var facts = await ZoneAuditor.AuditAsync(
            new ZoneRequest(DomainName.Parse(Domain), DomainName.Parse(Domain)), NoKeys, zone, new ZoneMeans(null, null), Cancel);

        ZoneRules.All.SelectMany(r => r.Check(facts)).Select(f => f.Code).Should().Equal("CAA-ABSENT");
    }

    [Fact]
    public async Task A_signed_zone_without_ds_is_told_from_one_that_is_not_signed()
    {
        var facts = await FactsOf(new Case(Zones().Other(Domain, DnsRecordType.Dnskey, "257 3 13 AA==")).Says(Validation.Insecure));

        ZoneRules.All.SelectMany(r => r.Check(facts)).Single(f => f.Code == "DNSSEC-ABSENT").Detail.Should().Contain("is signed, but its parent publishes no DS");
    }

    [Fact]
    public async Task The_search_for_caa_stops_at_the_registrable_domain()
    {
        var zone = Zones().Other("com", DnsRecordType.Caa, "0 issue \"never.example\"");

        var facts = await ZoneAuditor.AuditAsync(
            new ZoneRequest(DomainName.Parse("a.b.example.com"), DomainName.Parse(Domain)), NoKeys, zone, new ZoneMeans(null, null), Cancel);

        facts.Caa.Answers.Select(a => a.Name.Value).Should().Equal("a.b.example.com", "b.example.com", "example.com");
        facts.Caa.IsAbsent.Should().BeTrue();
    }

    private static TestZone Zones() => new TestZone().Ns(Domain, "ns1.example.com", "ns2.example.com").A("ns1.example.com", "192.0.2.1").A("ns2.example.com", "192.0.2.2");

    private static TestZone Copy(int serial = 7) => new TestZone().Other(Domain, DnsRecordType.Soa, $"ns1.example.com. host.example.com. {serial} 3600 600 86400 300").Txt(Domain, "v=spf1 -all");

    private static Case Two() => new(Zones());

    private static async Task<IEnumerable<string>> CodesOf(Case wanted)
    {
        var facts = await FactsOf(wanted);
        var findings = ZoneRules.All.SelectMany(r => r.Check(facts)).ToList();
        findings.ShouldHaveGerman();
        return findings.Select(f => f.Code);
    }

    private static Task<ZoneFacts> FactsOf(Case wanted, params string[] keys) => ZoneAuditor.AuditAsync(
        new ZoneRequest(DomainName.Parse(Domain), DomainName.Parse(Domain)),
        Task.FromResult(ImmutableArray.CreateRange(keys.Select(DomainName.Parse))),
        wanted.Resolver,
        new ZoneMeans(wanted.Authorities, wanted.Validator),
        Cancel);

    /// <summary>A zone as the resolver has it, and its two servers.</summary>
    private sealed class Case(TestZone resolver)
    {
        public TestZone Resolver => resolver;

        public FakeAuthorities Authorities { get; } = new FakeAuthorities()
            .At("192.0.2.1", Copy().Txt("_dmarc.example.com", "v=DMARC1; p=reject"))
            .At("192.0.2.2", Copy().Txt("_dmarc.example.com", "v=DMARC1; p=reject"));

        public IDnssecValidator? Validator { get; private set; }

        public Case First(TestZone zone)
        {
            Authorities.At("192.0.2.1", zone);
            return this;
        }

        public Case Second(TestZone zone)
        {
            Authorities.At("192.0.2.2", zone);
            return this;
        }

        public Case Second(DirectStatus status)
        {
            Authorities.At("192.0.2.2", status);
            return this;
        }

        public Case Says(Validation validation)
        {
            Validator = new FixedValidator(validation);
            return this;
        }
    }
}
