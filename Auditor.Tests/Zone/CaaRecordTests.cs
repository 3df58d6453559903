using Auditor.Core.Zone;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Zone;

public sealed class CaaRecordTests
{
    private static readonly string[] Tags = ["issue", "iodef", "x", ""];

    [Theory]
    [InlineData("0 issue \"letsencrypt.org\"", "issue", "letsencrypt.org")]
    [InlineData("0 Issue letsencrypt.org", "issue", "letsencrypt.org")]
    [InlineData("0 issuewild \"CA.example; validationmethods=dns-01; accounturi=https://ca.example/1\"", "issuewild", "ca.example")]
    [InlineData("128 issuemail \"ca.example ;\"", "issuemail", "ca.example")]
    [InlineData("0 issuevmc \";\"", "issuevmc", null)]
    [InlineData("0 issue \"\"", "issue", null)]
    [InlineData("0 iodef \"mailto:security@example.com\"", "iodef", null)]
    [InlineData("0 contactemail \"dns@example.com\"", "contactemail", null)]
    public void A_sound_record_is_read(string data, string tag, string? issuer)
    {
        var record = CaaRecord.Parse(data);

        (record.Tag, record.Issuer, record.Problem, record.IsUnknownTag).Should().Be((tag, issuer, null, false));
    }

    [Theory]
    [InlineData("0 issue \"ca example\"", "no domain name")]
    [InlineData("0 issue \"https://ca.example\"", "no domain name")]
    [InlineData("0 issue \"ca.example; account\"", "no parameter")]
    [InlineData("0 issue \"ca.example; =1\"", "no parameter")]
    [InlineData("0 issue \"ca.example; a=1;; b=2\"", "no parameter")]
    [InlineData("0 iodef \"security@example.com\"", "neither a mailto")]
    [InlineData("0 is-sue \"ca.example\"", "no property name")]
    [InlineData("300 issue \"ca.example\"", "no flag")]
    [InlineData("", "no flag")]
    public void A_malformed_record_says_what_is_wrong(string data, string problem)
    {
        var record = CaaRecord.Parse(data);

        record.Problem.Should().Contain(problem);
        record.Issuer.Should().BeNull();
    }

    [Fact]
    public void The_parser_never_throws() =>
        Gen.Select(Gen.Int[-1, 300], Gen.Int[0, 3].Select(i => Tags[i]), Gen.String).Sample((flags, tag, value) =>
        {
            var record = CaaRecord.Parse($"{flags} {tag} \"{value}\"");
            _ = CaaRecord.Parse(value);
            return record.Flags is >= 0 and <= 255;
        });
}
