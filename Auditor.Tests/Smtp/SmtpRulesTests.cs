using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Smtp;

/// <summary>For every rule a host at which it fires, and one as near as can be at which it stays silent.</summary>
public sealed class SmtpRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");
    private static readonly DomainName Exchanger = DomainName.Parse("mx1.example.com");

    private static readonly SmtpCertificate Sound = new()
    {
        Subject = "CN=mx1.example.com",
        Issuer = "CN=Some authority",
        Names = ["mx1.example.com"],
        NotBefore = Now.AddDays(-30),
        NotAfter = Now.AddDays(60),
    };

    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["SMTP-BANNER-UNRESOLVED"] = (new(Host("mx9.example.com")), new(Host("mx1.example.com"))),
        ["SMTP-BANNER-ELSEWHERE"] = (new(Host("other.example.com")), new(Host("mx1.example.com"))),
        ["SMTP-BANNER-NO-NAME"] = (new(Host("localhost")), new(Host("mx1.example.com"))),
        ["SMTP-NO-STARTTLS"] = (new(Host() with { Capabilities = ["PIPELINING"], Certificate = null }), new(Host() with { Capabilities = [], Certificate = null }, IsSenderOnly: true)),
        ["SMTP-STARTTLS-BROKEN"] = (new(Host() with { TlsError = "the TLS handshake fails (no shared cipher)" }), new(Host())),
        ["SMTP-CERTIFICATE-REFUSED"] = (
            new(Host() with { Certificate = Sound with { NotAfter = Now.AddDays(-1) } }, RequiredBy: "The MTA-STS policy in enforce mode"),
            new(Host() with { Certificate = Sound with { NotAfter = Now.AddDays(-1) } })),
        ["SMTP-CERTIFICATE"] = (
            new(Host() with { Certificate = Sound with { Names = ["mx2.example.com"] } }),
            new(Host() with { Certificate = Sound with { Names = ["*.example.com"] } })),
        ["SMTP-NO-ANSWER"] = (
            new(new SmtpProbeResult(Address, SmtpProbeStatus.TimedOut) { Reason = "No complete answer within 10 s." }),
            new(new SmtpProbeResult(Address, SmtpProbeStatus.NotAllowed) { Reason = "The address is private, and is not connected to." })),
    };

    public static TheoryData<string> Codes() => new(SmtpRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Cases[code];

        (await FindingsAsync(fires)).Should().ContainSingle(f => f.Code == code).Which.Subject.Should().Be("192.0.2.1");
        (await FindingsAsync(silent)).Should().NotContain(f => f.Code == code);
    }

    [Fact]
    public async Task A_sound_host_has_no_findings() => (await FindingsAsync(new(Host()))).Should().BeEmpty();

    [Fact]
    public async Task What_was_not_reached_is_information_and_nothing_else() =>
        (await FindingsAsync(new(new SmtpProbeResult(Address, SmtpProbeStatus.TurnedAway) { Banner = "554 nowhere.example.com", Reason = "The host turns us away with 554 (nowhere.example.com)." })))
            .Where(f => f.Severity > Severity.Info).Select(f => f.Code).Should().Equal("SMTP-BANNER-UNRESOLVED");

    [Theory]
    [InlineData(SmtpProbeStatus.Refused)]
    [InlineData(SmtpProbeStatus.TimedOut)]
    [InlineData(SmtpProbeStatus.Unreachable)]
    [InlineData(SmtpProbeStatus.NotSmtp)]
    public async Task A_host_that_could_not_be_looked_at_is_unknown_and_never_a_defect(SmtpProbeStatus status) =>
        (await FindingsAsync(new(new SmtpProbeResult(Address, status)))).Should().OnlyContain(f => f.Severity == Severity.Info).And.ContainSingle();

    [Fact]
    public async Task A_failure_of_DNS_leaves_the_name_open()
    {
        var zone = Zone().Fails("mx7.example.com", DnsStatus.Timeout);
        var facts = await FactsAsync(new(Host("mx7.example.com")), zone);
        facts.Hosts[0].NameStatus.Should().Be(BannerNameStatus.Unknown);
        SmtpRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_name_with_an_address_of_the_other_family_only_is_elsewhere_and_not_missing()
    {
        var facts = await FactsAsync(new(Host("six.example.com")), Zone().A("six.example.com", "2001:db8::1"));
        facts.Hosts[0].NameStatus.Should().Be(BannerNameStatus.Elsewhere);
    }

    [Fact]
    public async Task A_certificate_shown_for_another_name_proves_nothing_about_this_one()
    {
        var result = Host() with { ServerName = DomainName.Parse("mx2.example.com"), Certificate = Sound with { Names = ["mx2.example.com"] } };
        (await FindingsAsync(new(result))).Should().BeEmpty();
    }

    [Fact]
    public async Task The_certificate_of_a_host_that_only_sends_is_its_own_affair() =>
        (await FindingsAsync(new(Host() with { Certificate = Sound with { NotAfter = Now.AddDays(-1), TrustProblems = ["is signed by itself"] } }, IsSenderOnly: true))).Should().BeEmpty();

    private static SmtpProbeResult Host(string name = "mx1.example.com") => new(Address, SmtpProbeStatus.Answered)
    {
        Banner = $"220 {name} ESMTP",
        EhloName = name,
        Capabilities = ["PIPELINING", "STARTTLS"],
        TlsVersion = "TLS 1.3",
        Certificate = Sound,
    };

    private static TestZone Zone() => new TestZone().A("mx1.example.com", "192.0.2.1").A("other.example.com", "192.0.2.9");

    private static async Task<SmtpFacts> FactsAsync(Case given, TestZone zone)
    {
        ImmutableArray<SmtpTarget> targets = [new SmtpTarget(Address, given.IsSenderOnly ? null : Exchanger)];
        var facts = await SmtpAuditor.AuditAsync(DomainName.Parse("example.com"), targets, new FakeSmtpProbe(given.Result), Now, zone, TestContext.Current.CancellationToken);
        return facts with { CertificatesRequiredBy = given.RequiredBy };
    }

    private static async Task<ImmutableArray<Finding>> FindingsAsync(Case given)
    {
        var facts = await FactsAsync(given, Zone());
        ImmutableArray<Finding> findings = [.. SmtpRules.All.SelectMany(r => r.Check(facts))];
        findings.ShouldHaveGerman();
        return findings;
    }

    private sealed record Case(SmtpProbeResult Result, bool IsSenderOnly = false, string? RequiredBy = null);
}
