using Auditor.Core.Dns;
using Auditor.Core.Mx;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Mx;

/// <summary>For every rule a zone in which it fires and one, as near as can be, in which it stays silent.</summary>
public sealed class MxRulesTests
{
    private const string Domain = "example.com";

    private static readonly Dictionary<string, (TestZone Fires, TestZone Silent)> Zones = new()
    {
        ["MX-UNREACHABLE"] = (Zone().Mx(Domain, 10, "mx.example.com"), Sound()),
        ["MX-TARGET-NO-ADDRESS"] = (Sound().Mx(Domain, 20, "gone.example.com"), Sound().Mx(Domain, 20, "mx2.example.com").A("mx2.example.com", "192.0.2.2")),
        ["MX-TARGET-ALIAS"] = (Zone().Mx(Domain, 10, "mx.example.com").Cname("mx.example.com", "real.example.com").A("real.example.com", "192.0.2.1"), Sound()),
        ["MX-TARGET-ADDRESS-LITERAL"] = (Zone().Mx(Domain, 10, "192.0.2.1"), Zone().Mx(Domain, 10, "192.0.2.1.example.com").A("192.0.2.1.example.com", "192.0.2.1")),
        ["MX-NULL-WITH-OTHERS"] = (Sound().Mx(Domain, 0, "."), Zone().Mx(Domain, 0, ".")),
        ["MX-NULL-PREFERENCE"] = (Zone().Mx(Domain, 10, "."), Zone().Mx(Domain, 0, ".")),
        ["MX-TARGET-PRIVATE"] = (Zone().Mx(Domain, 10, "mx.example.com").A("mx.example.com", "192.168.1.1"), Sound()),
        ["MX-IPV6-ONLY"] = (Zone().Mx(Domain, 10, "mx.example.com").A("mx.example.com", "2001:db8::1"), Sound()),
        ["MX-SAME-ADDRESS"] = (Sound().Mx(Domain, 20, "mx2.example.com").A("mx2.example.com", "192.0.2.1"), Sound().Mx(Domain, 20, "mx2.example.com").A("mx2.example.com", "192.0.2.2")),
        ["MX-IMPLICIT"] = (Zone().A(Domain, "192.0.2.1"), Sound().A(Domain, "192.0.2.1")),
        ["MX-NONE"] = (Zone().Txt(Domain, "text"), Zone().Txt(Domain, "text").Fails("unused.example", DnsStatus.Timeout).A(Domain, "192.0.2.1")),
        ["MX-OWNER-ALIAS"] = (Zone().Cname(Domain, "other.example").Mx("other.example", 10, "mx.other.example").A("mx.other.example", "192.0.2.1"), Sound()),
    };

    public static TheoryData<string> Codes() => new(MxRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Zones[code];

        (await CodesOf(fires)).Should().Contain(code);
        (await CodesOf(silent)).Should().NotContain(code);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("[192.0.2.1]")]
    [InlineData("192.0.2.1.example.com")]
    public async Task An_address_is_seen_behind_brackets_and_below_the_zone_too(string exchange)
    {
        var facts = await FactsOf(Zone().Mx(Domain, 10, exchange));

        facts.Exchangers.Should().ContainSingle().Which.Status.Should().Be(ExchangerStatus.AddressLiteral);
        MxRules.All.SelectMany(r => r.Check(facts)).Single(f => f.Code == "MX-TARGET-ADDRESS-LITERAL").Fix.Should().Contain("record for 192.0.2.1,");
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    public async Task A_failure_is_unknown_and_gives_no_finding(DnsStatus failure)
    {
        var ofDomain = await FactsOf(Zone().Fails(Domain, failure));
        var ofHost = await FactsOf(Zone().Mx(Domain, 10, "mx.example.com").Fails("mx.example.com", failure));

        (ofDomain.Status, ofDomain.AcceptsMail).Should().Be((MxStatus.Unknown, null));
        (ofHost.Status, ofHost.AcceptsMail).Should().Be((MxStatus.Found, null));
        MxRules.All.SelectMany(r => r.Check(ofDomain).Concat(r.Check(ofHost))).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_first_twenty_exchangers_are_resolved()
    {
        var zone = Zone();
        for (var i = 0; i < 200; i++)
        {
            zone.Mx(Domain, i, $"mx{i}.example.com").A($"mx{i}.example.com", $"198.51.100.{i}");
        }

        var facts = await FactsOf(zone);

        facts.Exchangers.Should().HaveCount(200);
        zone.Asked.Should().HaveCount(1 + (2 * MxAuditor.MaxResolvedExchangers));
    }

    private static TestZone Zone() => new();

    private static TestZone Sound() => Zone().Mx(Domain, 10, "mx.example.com").A("mx.example.com", "192.0.2.1");

    private static async Task<MxFacts> FactsOf(TestZone zone) =>
        await MxAuditor.AuditAsync(DomainName.Parse(Domain), zone, TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> CodesOf(TestZone zone)
    {
        var facts = await FactsOf(zone);
        var findings = MxRules.All.SelectMany(r => r.Check(facts)).ToList();
        findings.ShouldHaveGerman();
        return findings.Select(f => f.Code);
    }
}
