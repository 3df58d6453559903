using System.Net;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using Auditor.Worker.Smtp;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Smtp;

/// <summary>The probe against a server in this process that plays every oddity.</summary>
public sealed class MailKitSmtpProbeTests : IDisposable
{
    private static readonly DomainName Host = DomainName.Parse("mail.example.com");
    private readonly TestCertificates certificates = new();
    private readonly SteppedTime time = new();

    public void Dispose() => certificates.Dispose();

    [Fact]
    public async Task A_sound_host_shows_its_banner_extensions_and_certificate()
    {
        await using var server = new ScriptedSmtpServer { Certificate = certificates.Signed(TestCertificates.From, TestCertificates.To, "mail.example.com", "*.example.net") };

        var result = await ProbeAsync(server);

        result.Should().BeEquivalentTo(new
        {
            Status = SmtpProbeStatus.Answered,
            Reason = (string?)null,
            Banner = "220 mail.example.com ESMTP ready",
            EhloName = "mail.example.com",
            Capabilities = new[] { "PIPELINING", "STARTTLS" },
            OffersStartTls = true,
            TlsVersion = "TLS 1.3",
            TlsError = (string?)null,
            ServerName = Host,
            BannerName = Host,
        });
        result.Certificate.Should().BeEquivalentTo(new
        {
            Subject = "CN=mail.example.com",
            Issuer = "CN=Authority of the test",
            Names = new[] { "mail.example.com", "*.example.net" },
            NotBefore = TestCertificates.From,
            NotAfter = TestCertificates.To,
            TrustProblems = Array.Empty<string>(),
        });
    }

    [Fact]
    public async Task The_probe_says_EHLO_STARTTLS_and_QUIT_and_nothing_else()
    {
        await using var server = new ScriptedSmtpServer { Certificate = certificates.SelfSigned("mail.example.com") };
        await ProbeAsync(server);
        await Patience.UntilAsync(() => server.Commands.Count >= 3, "three commands came");
        server.Commands.Should().Equal("EHLO probe.example.org", "STARTTLS", "(tls) QUIT");
        server.ServerName.Should().Be("mail.example.com");

        await using var plain = new ScriptedSmtpServer { Ehlo = "250 mail.example.com\r\n" };
        (await ProbeAsync(plain)).OffersStartTls.Should().BeFalse();
        plain.Commands.Should().Equal("EHLO probe.example.org", "QUIT");
    }

    [Fact]
    public async Task Every_line_of_a_long_banner_is_kept_and_the_first_names_the_host()
    {
        await using var server = new ScriptedSmtpServer { Greeting = "220-mx.example.com ESMTP\r\n220-No spam\x07 here\r\n220 \r\n", Ehlo = "250 mx.example.com\r\n" };

        var result = await ProbeAsync(server);

        result.Status.Should().Be(SmtpProbeStatus.Answered);
        result.Banner.Should().Be("220-mx.example.com ESMTP\n220-No spam  here\n220");
        result.BannerName.Should().Be(DomainName.Parse("mx.example.com"));
    }

    [Theory]
    [InlineData("554 mx.example.com no thanks\r\n", SmtpProbeStatus.TurnedAway, "554")]
    [InlineData("421 mx.example.com try later\r\n", SmtpProbeStatus.TurnedAway, "421")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", SmtpProbeStatus.NotSmtp, "no mail server")]
    [InlineData("\0\u0001\u0002garbage\r\n", SmtpProbeStatus.NotSmtp, "no mail server")]
    [InlineData("", SmtpProbeStatus.Unreachable, "without a word")]
    public async Task A_greeting_that_is_none_ends_the_probe_and_says_why(string greeting, SmtpProbeStatus expected, string word)
    {
        await using var server = new ScriptedSmtpServer { Greeting = greeting };

        var result = await ProbeAsync(server);

        result.Status.Should().Be(expected);
        result.Reason.Should().Contain(word);
        result.OffersStartTls.Should().BeNull("what was not asked is not known");
        server.Commands.Should().NotContain(c => c.StartsWith("EHLO", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("220 x")]
    [InlineData("220-more\r\n")]
    public async Task A_greeting_without_end_is_left_after_a_bounded_number_of_octets(string part)
    {
        await using var server = new ScriptedSmtpServer { Greeting = part, RepeatsGreeting = true };

        var result = await ProbeAsync(server, TimeSpan.FromSeconds(20));

        result.Status.Should().Be(SmtpProbeStatus.NotSmtp);
        result.Reason.Should().Contain("128 KiB");
        result.Banner!.Length.Should().BeLessThan(5_000);
    }

    [Fact]
    public async Task Silence_ends_with_the_time_limit()
    {
        await using var server = new ScriptedSmtpServer { Greeting = null };
        (await ProbeAsync(server, TimeSpan.FromMilliseconds(300))).Status.Should().Be(SmtpProbeStatus.TimedOut);
    }

    [Fact]
    public async Task Nobody_listening_is_refused()
    {
        var options = new SmtpProbeOptions { AllowPrivate = true, Port = TestServices.FreePort(), EhloName = "probe.example.org" };
        (await new MailKitSmtpProbe(options, time).ProbeAsync(IPAddress.Loopback, Host, Cancel)).Status.Should().Be(SmtpProbeStatus.Refused);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    public async Task A_private_address_is_not_connected_to(string address)
    {
        await using var server = new ScriptedSmtpServer();
        var options = new SmtpProbeOptions { Port = server.Port };

        (await new MailKitSmtpProbe(options, time).ProbeAsync(IPAddress.Parse(address), Host, Cancel)).Status.Should().Be(SmtpProbeStatus.NotAllowed);

        server.Connections.Should().Be(0);
    }

    [Fact]
    public async Task A_cancelled_probe_is_cancelled_and_no_result()
    {
        await using var server = new ScriptedSmtpServer { Greeting = null };
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var act = async () => await new MailKitSmtpProbe(Options(server), time).ProbeAsync(IPAddress.Loopback, Host, cancel.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_host_that_knows_no_EHLO_is_asked_with_HELO()
    {
        await using var server = new ScriptedSmtpServer { Odd = c => c.StartsWith("EHLO", StringComparison.Ordinal) ? "502 what?\r\n" : null };

        var result = await ProbeAsync(server);

        result.Should().BeEquivalentTo(new { Status = SmtpProbeStatus.Answered, EhloName = "mail.example.com", OffersStartTls = false });
    }

    [Fact]
    public async Task STARTTLS_that_is_refused_or_breaks_off_is_an_error_of_TLS_and_not_of_the_host()
    {
        await using var refusing = new ScriptedSmtpServer { Odd = c => c == "STARTTLS" ? "454 no certificate today\r\n" : null };
        (await ProbeAsync(refusing)).Should().BeEquivalentTo(new { Status = SmtpProbeStatus.Answered, OffersStartTls = true, TlsError = "answers it with 454 (no certificate today)" });
        refusing.Commands.Should().Equal("EHLO probe.example.org", "STARTTLS", "QUIT");

        await using var breaking = new ScriptedSmtpServer { Certificate = null };
        var result = await ProbeAsync(breaking);
        result.Status.Should().Be(SmtpProbeStatus.Answered);
        result.TlsError.Should().StartWith("the TLS handshake fails (");
        result.Certificate.Should().BeNull();
    }

    [Fact]
    public async Task A_certificate_of_its_own_or_of_an_unknown_authority_says_so()
    {
        await using var own = new ScriptedSmtpServer { Certificate = certificates.SelfSigned("mail.example.com") };
        (await ProbeAsync(own)).Certificate!.TrustProblems.Should().Equal("is signed by itself");

        using var others = new TestCertificates("Another authority");
        await using var unknown = new ScriptedSmtpServer { Certificate = others.Signed(TestCertificates.From, TestCertificates.To, "mail.example.com") };
        (await ProbeAsync(unknown)).Certificate!.TrustProblems.Should().ContainSingle().Which.Should().Contain("CN=Another authority");
    }

    [Fact]
    public async Task A_certificate_out_of_date_is_trusted_and_out_of_date()
    {
        await using var server = new ScriptedSmtpServer { Certificate = certificates.Signed(TestCertificates.From, time.GetUtcNow().AddDays(-3), "mail.example.com") };

        var certificate = (await ProbeAsync(server)).Certificate!;

        certificate.TrustProblems.Should().BeEmpty("the dates are judged apart");
        certificate.Problems(Host, time.GetUtcNow()).Should().Equal("expired on 2026-10-29");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SmtpProbeOptions Options(ScriptedSmtpServer server, TimeSpan? limit = null) => new()
    {
        AllowPrivate = true,
        Port = server.Port,
        EhloName = "probe.example.org",
        Limit = limit ?? TimeSpan.FromSeconds(30),
        Authorities = [X509CertificateLoader.LoadCertificate(certificates.Authority.RawData)],
    };

    private async Task<SmtpProbeResult> ProbeAsync(ScriptedSmtpServer server, TimeSpan? limit = null) =>
        await new MailKitSmtpProbe(Options(server, limit), time).ProbeAsync(IPAddress.Loopback, Host, Cancel);
}
