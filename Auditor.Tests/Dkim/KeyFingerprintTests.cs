using System.Security.Cryptography;
using Auditor.Core.Dkim;
using Auditor.Tests.Auditing;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

public sealed class KeyFingerprintTests
{
    [Fact]
    public void An_RSA_key_is_named_by_its_SubjectPublicKeyInfo_however_it_is_wrapped()
    {
        using var key = RSA.Create(1024);
        var info = key.ExportSubjectPublicKeyInfo();
        var expected = Convert.ToHexStringLower(SHA256.HashData(info));

        Of($"v=DKIM1; k=rsa; p={Convert.ToBase64String(info)}").Should().Be(expected);
        Of($"p={Convert.ToBase64String(info, Base64FormattingOptions.InsertLineBreaks)}").Should().Be(expected);
        Of($"v=DKIM1; p={Convert.ToBase64String(key.ExportRSAPublicKey())}").Should().Be(expected);
    }

    [Fact]
    public void An_Ed25519_key_is_named_by_its_raw_octets()
    {
        const string Raw = "G4ClbKbS2npYzT917KlNJlpPJUvFWnyEGNG2b6m9GzI=";
        Of($"v=DKIM1; k=ed25519; p={Raw}").Should().Be(Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(Raw))));
    }

    [Fact]
    public void Other_tags_do_not_change_the_name_of_a_key() =>
        Of(AuditFixture.Key + "; t=y:s; h=sha256; n=note").Should().Be(Of(AuditFixture.Key)).And.NotBeNull();

    [Theory]
    [InlineData("v=DKIM1; p=")]
    [InlineData("v=DKIM1; k=rsa")]
    [InlineData("v=DKIM1; p=!!!")]
    [InlineData("v=spf1 -all")]
    public void Without_a_key_that_can_be_read_there_is_no_fingerprint(string record) => Of(record).Should().BeNull();

    private static string? Of(string record) => KeyFingerprint.Of(DkimKeyParser.Parse(record));
}
