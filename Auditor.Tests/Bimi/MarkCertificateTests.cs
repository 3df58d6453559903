using System.Text;
using Auditor.Core.Bimi;
using Auditor.Core.Findings;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Bimi;

public sealed class MarkCertificateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    private static readonly string[] Names = ["example.com", "default._bimi.example.com"];

    [Fact]
    public void A_mark_certificate_shows_its_owner_its_time_and_its_logo()
    {
        var certificate = Read(new TestMark());

        certificate.Should().BeEquivalentTo(new
        {
            IsValid = true,
            Names = new[] { "example.com" },
            MarkType = "Registered Mark",
            NotAfter = new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero),
            Logo = new { Title = "Example", IsValid = true },
        });
        certificate.Subject.Should().Contain("Example Ltd");
    }

    public static TheoryData<string, string> Defects() => new()
    {
        { "purpose", Pem(new TestMark { Purpose = "1.3.6.1.5.5.7.3.1" }) },
        { "purpose", Pem(new TestMark { Purpose = null }) },
        { "no-logotype", Pem(new TestMark { Embedded = null }) },
        { "other-domain", Pem(new TestMark { Names = ["example.net", "sub.example.com"] }) },
        { "other-domain", Pem(new TestMark { Names = [] }) },
        { "out-of-date", Pem(new TestMark { NotAfter = Now.AddDays(-1) }) },
        { "issuer-missing", Pem(new TestMark { WithIssuer = false }) },
        { "order", new TestMark().Pem() + new TestMark().Pem() },
        { "no-certificate", "no certificate" },
        { "no-certificate", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" },
        { "damaged", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" },
    };

    [Theory]
    [MemberData(nameof(Defects), DisableDiscoveryEnumeration = true)]
    public void A_certificate_that_receivers_refuse_is_told_why(string problem, string pem)
    {
        var certificate = MarkCertificateReader.Read(pem, Names, Now);

        certificate.IsValid.Should().BeFalse();
        certificate.Problems.Select(p => p.Code).Should().Contain(problem);
    }

    [Fact]
    public void The_record_s_own_name_is_as_good_as_the_domain() =>
        Read(new TestMark { Names = ["Default._bimi.Example.com"] }).IsValid.Should().BeTrue();

    [Fact]
    public void A_plain_logo_is_read_like_a_packed_one() =>
        Read(new TestMark { Embedded = Encoding.UTF8.GetBytes(TestMark.Logo) }).Logo!.IsValid.Should().BeTrue();

    [Fact]
    public void A_certificate_with_a_bad_logo_is_not_valid()
    {
        var certificate = Read(new TestMark { Embedded = TestMark.Packed(TestMark.Logo.Replace("tiny-ps", "full")) });

        (certificate.IsValid, certificate.Problems.Length, certificate.Logo!.IsValid).Should().Be((false, 0, false));
    }

    [Fact]
    public void The_time_of_the_audit_decides_and_not_the_clock()
    {
        var pem = new TestMark().Pem();

        MarkCertificateReader.Read(pem, Names, new DateTimeOffset(2027, 5, 31, 0, 0, 0, TimeSpan.Zero)).IsValid.Should().BeTrue();
        MarkCertificateReader.Read(pem, Names, new DateTimeOffset(2027, 6, 2, 0, 0, 0, TimeSpan.Zero)).IsValid.Should().BeFalse();
        MarkCertificateReader.Read(pem, Names, new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero)).IsValid.Should().BeFalse();
    }

    [Fact]
    public void No_damage_makes_the_reader_throw()
    {
        var pem = new TestMark().Pem();
        Gen.Select(Gen.Int[0, pem.Length - 1], Gen.Char['A', 'Z'], (at, value) => $"{pem[..at]}{value}{pem[(at + 1)..]}")
            .Sample(text => MarkCertificateReader.Read(text, Names, Now) is { Problems.Length: <= RecordProblems.Limit }, seed: "0N0XIzNsQ0O2", iter: 2_000);
    }

    private static MarkCertificate Read(TestMark mark) => MarkCertificateReader.Read(mark.Pem(), Names, Now);

    private static string Pem(TestMark mark) => mark.Pem();
}
