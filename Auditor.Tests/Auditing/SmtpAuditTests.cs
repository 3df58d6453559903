using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>Which hosts an audit probes, and what it says of them.</summary>
public sealed class SmtpAuditTests
{
    private static readonly IPAddress Exchanger = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Sender = IPAddress.Parse("192.0.2.7");

    [Fact]
    public async Task Without_the_check_no_host_is_probed()
    {
        var probe = new FakeSmtpProbe();
        var document = await AuditAsync(AuditFixture.Sound(), probe, Request(AuditChecks.Full));
        probe.Asked.Should().BeEmpty();
        document.Smtp.Should().BeEmpty();
    }

    [Fact]
    public async Task Own_exchangers_and_declared_addresses_are_probed_and_nothing_that_reports_or_others_name()
    {
        var zone = AuditFixture.Sound().Mx("example.com", 20, "mx.provider.net").A("mx.provider.net", "198.51.100.5");
        var probe = new FakeSmtpProbe();

        await AuditAsync(zone, probe, Request() with { SendingAddresses = [Sender], ReportedAddresses = [IPAddress.Parse("203.0.113.9")] });

        probe.Asked.Should().Equal((Exchanger, "mx1.example.com"), (Sender, null));
    }

    [Fact]
    public async Task At_most_sixteen_hosts_of_a_domain_are_probed()
    {
        var zone = AuditFixture.Sound().A("mx1.example.com", [.. Enumerable.Range(2, 40).Select(i => $"192.0.2.{i}")]);
        var probe = new FakeSmtpProbe();
        await AuditAsync(zone, probe, Request());
        probe.Asked.Should().HaveCount(16);
    }

    [Fact]
    public async Task A_greeting_that_is_the_reverse_name_matches_and_another_is_advice()
    {
        var same = await AuditAsync(AuditFixture.Sound(), new FakeSmtpProbe(Greets("MX1.example.com")), Request());
        same.Smtp.Should().ContainSingle().Which.HeloMatchesPtr.Should().BeTrue();
        same.Codes().Should().NotContain(c => c.StartsWith("SMTP", StringComparison.Ordinal));

        var other = await AuditAsync(AuditFixture.Sound().A("mail.example.com", "192.0.2.1"), new FakeSmtpProbe(Greets("mail.example.com")), Request());
        other.Smtp[0].HeloMatchesPtr.Should().BeFalse();
        other.Findings.Should().ContainSingle(f => f.Code == "SMTP-HELO-NOT-PTR").Which.Detail.Should().Contain("mail.example.com").And.Contain("mx1.example.com");
        other.Score.Value.Should().Be(same.Score.Value, "the probe is information beside the score");
    }

    [Fact]
    public async Task A_reverse_name_that_is_not_known_is_not_compared()
    {
        var zone = AuditFixture.Sound().A("mail.example.com", "192.0.2.1").Fails("1.2.0.192.in-addr.arpa", DnsStatus.ServerFailure);
        var document = await AuditAsync(zone, new FakeSmtpProbe(Greets("mail.example.com")), Request());
        document.Smtp[0].HeloMatchesPtr.Should().BeNull();
        document.Codes().Should().NotContain("SMTP-HELO-NOT-PTR");
    }

    [Fact]
    public async Task An_audit_that_may_not_connect_says_so_for_each_host()
    {
        var document = await AuditAsync(AuditFixture.Sound(), null, Request());
        document.Smtp.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Address = "192.0.2.1", Host = "mx1.example.com", Status = "not-allowed", StartTls = (bool?)null });
        document.Unknown.Should().BeEmpty();
    }

    [Fact]
    public async Task The_document_has_the_fields_of_the_contract()
    {
        var result = Greets("mx1.example.com") with
        {
            TlsVersion = "TLS 1.3",
            Certificate = new SmtpCertificate
            {
                Subject = "CN=mx2.example.com",
                Issuer = "CN=Authority",
                Names = ["mx2.example.com"],
                NotBefore = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                NotAfter = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
            },
        };
        var document = await AuditAsync(AuditFixture.Sound(), new FakeSmtpProbe(result), Request());

        var json = System.Text.Json.JsonSerializer.SerializeToElement(document, AuditJson.Compact).GetProperty("smtp")[0];

        json.GetRawText().Should().Be(
            """
            {"address":"192.0.2.1","host":"mx1.example.com","status":"answered","reason":null,"banner":"220 mx1.example.com ESMTP","bannerName":"mx1.example.com","ehloName":"mx1.example.com","capabilities":["STARTTLS"],"starttls":true,"tlsVersion":"TLS 1.3","tlsError":null,"certificate":{"subject":"CN=mx2.example.com","names":["mx2.example.com"],"issuer":"CN=Authority","notBefore":"2026-01-01T00:00:00Z","notAfter":"2026-11-01T00:00:00Z","problems":["expired on 2026-11-01","is made out to mx2.example.com and not to mx1.example.com"]},"heloMatchesPtr":true}
            """);
    }

    private static AuditRequest Request(AuditChecks checks = AuditChecks.Scored | AuditChecks.Smtp) =>
        new(DomainName.Parse("example.com")) { Selectors = ["s1"], Checks = checks };

    private static SmtpProbeResult Greets(string name) => new(Exchanger, SmtpProbeStatus.Answered)
    {
        Banner = $"220 {name} ESMTP",
        EhloName = name,
        Capabilities = ["STARTTLS"],
    };

    private static Task<AuditDocument> AuditAsync(TestZone zone, ISmtpProbe? probe, AuditRequest request) =>
        DomainAuditor.AuditAsync(request, new AuditMeans(zone, new NovemberTime()) { Smtp = probe }, TestContext.Current.CancellationToken);

    private sealed class NovemberTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    }
}
