using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Auditing.Rules;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Scoring;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>For every rule over several protocols a domain in which it fires and one, as near as can be, in which it stays silent.</summary>
public sealed class DomainRulesTests
{
    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["DMARC-NOTHING-ALIGNS"] = (
            new(new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=quarantine").A("example.com", "192.0.2.1")),
            new(new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=none").A("example.com", "192.0.2.1"))),
        ["DMARC-REJECT-ON-SPF-ALONE"] = (
            new(new TestZone().Txt("example.com", "v=spf1 ip4:192.0.2.1 -all").Txt("_dmarc.example.com", "v=DMARC1; p=reject")),
            new(AuditFixture.Sound(), null, "s1")),
        ["DMARC-POLICY-WEAKENED"] = (
            new(AuditFixture.Sound("v=DMARC1; p=reject; t=y")) { EarlierStage = PolicyStage.Reject },
            new(AuditFixture.Sound("v=DMARC1; p=quarantine")) { EarlierStage = PolicyStage.QuarantineTest }),
        ["DMARC-WILDCARD"] = (
            new(new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=none").Txt("s1._domainkey.example.com", "v=DMARC1; p=none"), null, "s1"),
            new(new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=none").Txt("s1._domainkey.example.com", "v=spf1 -all"), null, "s1")),
        ["MX-NULL-SENDER"] = (
            new(new TestZone().Txt("example.com", "v=spf1 ip4:192.0.2.1 -all").Mx("example.com", 0, ".")),
            new(new TestZone().Txt("example.com", "v=spf1 -all").Mx("example.com", 0, "."))),
        ["SPF-PARKED-SOFTFAIL"] = (
            new(new TestZone().Txt("example.com", "v=spf1 ~all").Mx("example.com", 0, ".")),
            new(new TestZone().Txt("example.com", "v=spf1 -all").Mx("example.com", 0, "."))),
        ["SPF-PARKED-SENDERS"] = (new(AuditFixture.Sound(), DomainPurpose.Parked), new(AuditFixture.Sound(), DomainPurpose.People)),
        ["PARKED-NO-NULL-MX"] = (
            new(new TestZone().Txt("example.com", "v=spf1 -all")),
            new(new TestZone().Txt("example.com", "v=spf1 -all").Mx("example.com", 0, "."))),
        ["SMTP-HELO-NOT-PTR"] = (
            new(AuditFixture.Sound().A("mail.example.com", "192.0.2.1")) { Greeting = "mail.example.com" },
            new(AuditFixture.Sound().A("mail.example.com", "192.0.2.1")) { Greeting = "mx1.example.com" }),
        ["BIMI-DMARC-POLICY"] = (
            new(AuditFixture.Sound("v=DMARC1; p=none").Txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg")) { Checks = AuditChecks.Full },
            new(AuditFixture.Sound().Txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg")) { Checks = AuditChecks.Full }),
        ["BIMI-MISSING"] = (
            new(AuditFixture.Sound()) { Checks = AuditChecks.Full },
            new(AuditFixture.Sound("v=DMARC1; p=none")) { Checks = AuditChecks.Full }),
        ["DNS-DANGLING-NAME"] = (
            new(new TestZone().Txt("example.com", "v=spf1 include:spf.gone.net -all").A("net", "192.0.2.1")),
            new(new TestZone().Txt("example.com", "v=spf1 include:spf.there.net -all").A("www.there.net", "192.0.2.1"))),
        ["DNS-NO-ANSWER"] = (
            new(AuditFixture.Sound().Fails("_dmarc.example.com", DnsStatus.ServerFailure)),
            new(AuditFixture.Sound())),
    };

    public static TheoryData<string> Codes() => new(DomainRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Cases[code];

        var document = await fires.AuditAsync();
        document.Codes().Should().Contain(code);
        document.Findings.ShouldHaveGerman();
        (await silent.AuditAsync()).Codes().Should().NotContain(code);
    }

    [Theory]
    [InlineData("[192.0.2.1]")]
    [InlineData("192.0.2.1")]
    public async Task What_is_no_host_name_is_under_no_domain_that_anyone_could_register(string host)
    {
        var document = await AuditFixture.AuditAsync(new TestZone().Mx("example.com", 10, host).Txt("_dmarc.example.com", $"v=DMARC1; p=none; rua=mailto:r@{host}"));

        document.Codes().Should().Contain(["MX-TARGET-ADDRESS-LITERAL", "DMARC-REPORT-ADDRESS-INVALID"]).And.NotContain("DNS-DANGLING-NAME");
    }

    [Theory]
    [InlineData("MX")]
    [InlineData("rua")]
    [InlineData("DKIM alias")]
    [InlineData("DMARC alias")]
    public async Task Every_record_that_hands_something_over_is_searched_for_dangling_names(string where)
    {
        var zone = where switch
        {
            "MX" => new TestZone().Mx("example.com", 10, "mx.gone.net"),
            "rua" => new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=none; rua=mailto:r@gone.net"),
            "DKIM alias" => new TestZone().Cname("s1._domainkey.example.com", "s1.gone.net"),
            _ => new TestZone().Cname("_dmarc.example.com", "policy.gone.net"),
        };

        var document = await AuditFixture.AuditAsync(zone, selectors: "s1");

        document.Findings.Should().ContainSingle(f => f.Code == "DNS-DANGLING-NAME").Which.Detail.Should().Contain("gone.net does not exist");
    }

    [Fact]
    public async Task A_failure_at_the_registry_is_no_dangling_name()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 include:spf.gone.net -all").Fails("gone.net", DnsStatus.ServerFailure);

        (await AuditFixture.AuditAsync(zone)).Codes().Should().NotContain("DNS-DANGLING-NAME");
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", true)]
    [InlineData("v=DMARC1; p=quarantine", true)]
    [InlineData("v=DMARC1; p=quarantine; pct=100", true)]
    [InlineData("v=DMARC1; p=quarantine; pct=50", false)]
    [InlineData("v=DMARC1; p=reject; sp=none", false)]
    [InlineData("v=DMARC1; p=reject; t=y", false)]
    [InlineData("v=DMARC1; p=none", false)]
    [InlineData("v=DMARC1; sp=reject", false)]
    [InlineData("v=spf1 -all", false)]
    public async Task The_DMARC_policy_decides_whether_a_logo_is_permitted(string policy, bool eligible)
    {
        var zone = AuditFixture.Sound(policy).Txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg");

        var audit = await new Case(zone) { Checks = AuditChecks.Full }.AuditAsync();

        audit.Bimi.Eligible.Should().Be(eligible);
        audit.Codes().Contains("BIMI-DMARC-POLICY").Should().Be(!eligible);
    }

    [Fact]
    public async Task While_DMARC_is_unknown_nothing_is_said_about_logos()
    {
        var zone = AuditFixture.Sound().Txt("default._bimi.example.com", "v=BIMI1; l=https://example.com/logo.svg").Fails("_dmarc.example.com", DnsStatus.Timeout);

        var audit = await new Case(zone) { Checks = AuditChecks.Full }.AuditAsync();

        audit.Bimi.Eligible.Should().BeNull();
        audit.Codes().Should().NotContain(["BIMI-DMARC-POLICY", "BIMI-MISSING"]);
    }

    private sealed record Case(TestZone Zone, DomainPurpose? Purpose = null, params string[] Selectors)
    {
        public PolicyStage? EarlierStage { get; init; }

        /// <summary>The name with which 192.0.2.1 greets; null for an audit without SMTP.</summary>
        public string? Greeting { get; init; }

        public AuditChecks Checks { get; init; } = AuditChecks.Scored;

        public Task<AuditDocument> AuditAsync() => Greeting is null
            ? AuditFixture.AuditAsync(Zone, new AuditRequest(DomainName.Parse("example.com")) { Purpose = Purpose, Selectors = [.. Selectors], EarlierStage = EarlierStage, Checks = Checks })
            : DomainAuditor.AuditAsync(
                new AuditRequest(DomainName.Parse("example.com")) { Checks = AuditChecks.Scored | AuditChecks.Smtp },
                new AuditMeans(Zone, TimeProvider.System) { Smtp = new FakeSmtpProbe(new SmtpProbeResult(IPAddress.Parse("192.0.2.1"), SmtpProbeStatus.Answered) { Banner = $"220 {Greeting}" }) },
                TestContext.Current.CancellationToken);
    }
}
