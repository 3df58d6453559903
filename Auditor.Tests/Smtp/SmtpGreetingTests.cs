using Auditor.Core.Dns;
using Auditor.Core.Smtp;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Smtp;

public sealed class SmtpGreetingTests
{
    [Theory]
    [InlineData("220 mx1.example.com ESMTP Postfix", 220, "mx1.example.com")]
    [InlineData("220-mx1.example.com\n220 second", 220, "mx1.example.com")]
    [InlineData("220 [192.0.2.1] hello", 220, "[192.0.2.1]")]
    [InlineData("554 mx1.example.com", 554, "mx1.example.com")]
    [InlineData("220", 220, null)]
    [InlineData("220 ", 220, null)]
    [InlineData("2200 mx1.example.com", null, null)]
    [InlineData("SSH-2.0-OpenSSH_9.9", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public void A_greeting_is_a_code_and_a_word(string? banner, int? code, string? word)
    {
        SmtpGreeting.CodeOf(banner).Should().Be(code);
        SmtpGreeting.WordOf(banner).Should().Be(word);
    }

    [Theory]
    [InlineData("MX1.Example.com", "mx1.example.com")]
    [InlineData("mx1.example.com.", "mx1.example.com")]
    [InlineData("localhost", null)]
    [InlineData("[192.0.2.1]", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("mx1..example.com", null)]
    public void Only_a_full_host_name_counts_as_the_banners_name(string word, string? name) =>
        new SmtpProbeResult(System.Net.IPAddress.Loopback, SmtpProbeStatus.Answered) { Banner = $"220 {word} ESMTP" }.BannerName?.Value.Should().Be(name);

    [Fact]
    public void No_banner_makes_the_reader_throw() => Gen.String.Sample(text =>
    {
        _ = SmtpGreeting.WordOf(text);
        _ = SmtpGreeting.WordOf("220 " + text);
        _ = new SmtpProbeResult(System.Net.IPAddress.Loopback, SmtpProbeStatus.Answered) { Banner = "220-" + text }.BannerName;
    });

    [Theory]
    [InlineData("mx1.example.com", "mx1.example.com", true)]
    [InlineData("MX1.EXAMPLE.COM", "mx1.example.com", true)]
    [InlineData("*.example.com", "mx1.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "a.mx1.example.com", false)]
    [InlineData("mx*.example.com", "mx1.example.com", false)]
    [InlineData("*.com", "example.com", false)]
    [InlineData("*", "example.com", false)]
    [InlineData("example.com", "mx1.example.com", false)]
    public void A_name_of_a_certificate_covers_itself_or_the_first_label_of_a_wildcard(string name, string host, bool covers) =>
        new SmtpCertificate { Subject = "CN=mx1.example.com", Issuer = "CN=a", Names = [name] }.Covers(DomainName.Parse(host)).Should().Be(covers);

    [Fact]
    public void The_common_name_of_the_subject_does_not_count()
    {
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var certificate = new SmtpCertificate { Subject = "CN=mx1.example.com", Issuer = "CN=a", NotBefore = now.AddDays(1), NotAfter = now.AddDays(9) };

        certificate.Problems(DomainName.Parse("mx1.example.com"), now).Should().Equal("is not valid before 2026-11-02", "has no DNS name (subjectAltName)");
        certificate.Problems(null, now.AddDays(10)).Should().Equal("expired on 2026-11-10");
    }
}
