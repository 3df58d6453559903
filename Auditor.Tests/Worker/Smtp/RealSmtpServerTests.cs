using System.Net;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using Auditor.Tests.Support;
using Auditor.Worker.Smtp;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Smtp;

/// <summary>The probe against an SMTP server that others wrote.</summary>
public sealed class RealSmtpServerTests
{
    [Fact]
    public async Task A_real_server_is_read_from_the_greeting_to_its_certificate()
    {
        using var certificates = new TestCertificates();
        await using var server = await AiosmtpdServer.StartAsync(certificates.Signed(TestCertificates.From, TestCertificates.To, "mx1.example.com"));
        var options = new SmtpProbeOptions
        {
            AllowPrivate = true,
            Port = server.Port,
            EhloName = "probe.example.org",
            Limit = TimeSpan.FromSeconds(60),
            Authorities = [X509CertificateLoader.LoadCertificate(certificates.Authority.RawData)],
        };

        var result = await new MailKitSmtpProbe(options, new SteppedTime()).ProbeAsync(IPAddress.Loopback, DomainName.Parse("mx1.example.com"), TestContext.Current.CancellationToken);

        result.Should().BeEquivalentTo(new { Status = SmtpProbeStatus.Answered, OffersStartTls = true, TlsVersion = "TLS 1.3", TlsError = (string?)null });
        result.Banner.Should().MatchRegex("^220 [^ ]+ Python SMTP");
        result.EhloName.Should().Be(result.BannerWord);
        result.Capabilities.Should().Contain(["8BITMIME", "STARTTLS"]);
        result.Certificate!.Problems(DomainName.Parse("mx1.example.com"), TestCertificates.From.AddDays(1)).Should().BeEmpty();
    }
}
