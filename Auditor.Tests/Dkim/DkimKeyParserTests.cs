using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

/// <summary>Reads every record of fixtures/dkim/keys.zone; the selector's name says what stands at it.</summary>
public sealed class DkimKeyParserTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dkim/keys.zone"));

    [Theory]
    [InlineData("rsa512", "rsa", 512)]
    [InlineData("rsa768", "rsa", 768)]
    [InlineData("rsa1024", "rsa", 1024)]
    [InlineData("rsa1536", "rsa", 1536)]
    [InlineData("rsa2048", "rsa", 2048)]
    [InlineData("rsa4096", "rsa", 4096)]
    [InlineData("plain", "rsa", 2048)]
    [InlineData("spaces", "rsa", 2048)]
    [InlineData("pkcs1", "rsa", 2048)]
    [InlineData("pkcs1-1024", "rsa", 1024)]
    [InlineData("unpadded", "rsa", 1536)]
    [InlineData("unknown-tag", "rsa", 2048)]
    [InlineData("ed25519", "ed25519", 256)]
    [InlineData("two.labels", "rsa", 2048)]
    [InlineData("alias", "rsa", 2048)]
    public async Task The_length_is_that_of_the_key_itself(string selector, string type, int bits)
    {
        var facts = await AuditAsync(selector);
        (facts.Status, facts.KeyType, facts.Bits, facts.HasUsableKey).Should().Be((RecordStatus.Found, type, bits, true));
    }

    [Theory]
    [InlineData("ed25519-wrapped", DkimProblemKind.Ed25519Wrapped)]
    [InlineData("ed25519-short", DkimProblemKind.Ed25519WrongLength)]
    [InlineData("ed25519-without-k", DkimProblemKind.WrongAlgorithm)]
    [InlineData("ec", DkimProblemKind.WrongAlgorithm)]
    [InlineData("version-last", DkimProblemKind.VersionNotFirst)]
    [InlineData("version-lower", DkimProblemKind.VersionNotExact)]
    [InlineData("version-colon", DkimProblemKind.VersionNotExact)]
    [InlineData("duplicate", DkimProblemKind.DuplicateTag)]
    [InlineData("no-p", DkimProblemKind.MissingKeyData)]
    [InlineData("unknown-k", DkimProblemKind.UnknownKeyType)]
    [InlineData("upper-k", DkimProblemKind.UnknownKeyType)]
    [InlineData("truncated", DkimProblemKind.TruncatedKey)]
    [InlineData("trailing", DkimProblemKind.BadKey)]
    [InlineData("not-base64", DkimProblemKind.BadBase64)]
    [InlineData("pem", DkimProblemKind.PemArmour)]
    [InlineData("quoted", DkimProblemKind.MalformedTag)]
    [InlineData("escaped", DkimProblemKind.VersionNotExact)]
    public async Task A_record_that_verifiers_ignore_is_invalid_and_says_why(string selector, DkimProblemKind kind)
    {
        var facts = await AuditAsync(selector);
        (facts.Status, facts.HasUsableKey).Should().Be((RecordStatus.Invalid, false));
        facts.Record!.Problems.Where(p => p.IsFatal).Select(p => p.Kind).Should().Contain(kind);
    }

    [Fact]
    public async Task An_empty_p_is_a_revoked_key_and_not_a_missing_one()
    {
        var facts = await AuditAsync("revoked");
        (facts.Status, facts.Revoked, facts.KeyType, facts.Bits, facts.HasUsableKey).Should().Be((RecordStatus.Found, true, null, null, false));
    }

    [Theory]
    [InlineData("rsa2048", false, false)]
    [InlineData("testing", true, false)]
    [InlineData("strict", false, true)]
    [InlineData("testing-strict", true, true)]
    public async Task Flags_are_read_from_t(string selector, bool testMode, bool strict)
    {
        var facts = await AuditAsync(selector);
        (facts.TestMode, facts.Strict).Should().Be((testMode, strict));
    }

    [Theory]
    [InlineData("sha1", false)]
    [InlineData("tlsrpt", false)]
    [InlineData("sha1-and-sha256", true)]
    public async Task A_key_that_mail_cannot_use_is_not_usable(string selector, bool usable) =>
        (await AuditAsync(selector)).HasUsableKey.Should().Be(usable);

    [Theory]
    [InlineData("several", RecordStatus.Multiple)]
    [InlineData("nothing-here", RecordStatus.None)]
    [InlineData("dangling", RecordStatus.None)]
    [InlineData("empty", RecordStatus.None)]
    [InlineData("broken", RecordStatus.Unknown)]
    public async Task What_DNS_says_is_kept_apart(string selector, RecordStatus status) =>
        (await AuditAsync(selector)).Status.Should().Be(status);

    [Fact]
    public async Task An_alias_into_nothing_is_dangling_and_one_to_a_host_is_not()
    {
        (await AuditAsync("dangling")).Should().Match<SelectorFacts>(s => s.IsDangling && s.Alias!.Value.Value == "gone.provider.example");
        (await AuditAsync("empty")).IsDangling.Should().BeFalse();
    }

    [Fact]
    public void A_foreign_text_is_not_taken_for_a_key() =>
        new[] { "v=spf1 -all", "hello", "v=DKIM1; p=", "p=", "k=rsa; p=abc", "v=DMARC1; p=none" }.Where(DkimKeyParser.LooksMeant)
            .Should().Equal("v=DKIM1; p=", "p=", "k=rsa; p=abc");

    private async Task<SelectorFacts> AuditAsync(string selector) =>
        (await DkimAuditor.AuditSelectorAsync(DomainName.Parse("example.com"),
            new SelectorCandidate(Selector.Parse(selector), SelectorSource.Configured), zones, TestContext.Current.CancellationToken))!;
}
