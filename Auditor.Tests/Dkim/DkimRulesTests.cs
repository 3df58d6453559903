using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

/// <summary>Every rule on selectors of fixtures/dkim/keys.zone; those that need more than selectors are in <see cref="WholeDomainRulesTests"/>.</summary>
public sealed class DkimRulesTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dkim/keys.zone"));

    // Code, configured selectors where it fires, configured selectors where it stays silent.
    private static readonly (string Code, string Fires, string Silent)[] Cases =
    [
        ("DKIM-BROKEN", "revoked truncated", "revoked rsa2048"),
        ("DKIM-KEY-INVALID", "truncated", "spaces"),
        ("DKIM-UNKNOWN-KEY-TYPE", "unknown-k", "plain"),
        ("DKIM-MULTIPLE-RECORDS", "several", "rsa4096"),
        ("DKIM-DANGLING-ALIAS", "dangling", "alias empty"),
        ("DKIM-SELECTOR-MISSING", "nothing-here", "dangling broken"),
        ("DKIM-KEY-UNDER-1024", "rsa768", "rsa1024"),
        ("DKIM-KEY-UNDER-2048", "rsa1024", "rsa2048 rsa768"),
        ("DKIM-KEY-OVER-4096", "rsa4104", "rsa4096"),
        ("DKIM-KEY-FLAGS", "testing", "strict"),
        ("DKIM-KEY-PKCS1", "pkcs1", "rsa2048"),
        ("DKIM-ED25519-ALONE", "ed25519", "ed25519 rsa2048"),
        ("DKIM-KEY-SHARED", "plain pkcs1", "rsa2048 rsa4096"),
        ("DKIM-RECORD-STYLE", "unknown-tag", "sha1-and-sha256"),
    ];

    public static TheoryData<string, string, string> Table => [.. Cases.Select(c => (c.Code, c.Fires, c.Silent))];

    [Fact]
    public void Every_rule_is_in_the_table() =>
        Cases.Select(c => c.Code).Concat(WholeDomainRulesTests.Codes).Should().BeEquivalentTo(DkimRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_rule_fires_once_on_its_defect_and_stays_silent_on_the_near_miss(string code, string fires, string silent)
    {
        (await FindingsAsync(SelectorSource.Configured, fires)).Count(f => f.Code == code).Should().Be(1);
        (await FindingsAsync(SelectorSource.Configured, silent)).Should().NotContain(f => f.Code == code);
    }

    [Theory]
    [InlineData("testing", "t=y")]
    [InlineData("sha1", "sha256")]
    [InlineData("tlsrpt", "s=tlsrpt")]
    [InlineData("revoked", "revoked")]
    public async Task Each_flag_that_switches_a_key_off_is_named(string selector, string word) =>
        (await FindingsAsync(SelectorSource.Configured, selector)).First(f => f.Code == "DKIM-KEY-FLAGS").Detail.Should().Contain(word);

    [Fact]
    public async Task The_record_to_publish_keeps_everything_but_the_flag()
    {
        var record = (await FindingsAsync(SelectorSource.Configured, "testing-strict")).First(f => f.Code == "DKIM-KEY-FLAGS").Publish!;
        record.Name.Should().Be("testing-strict._domainkey.example.com");
        DkimKeyParser.Parse(record.Data).Should().Match<DkimKeyRecord>(r => r.IsValid && !r.TestMode && r.Strict && r.Bits == 2048);
    }

    [Fact]
    public async Task A_wrapped_ed25519_key_is_offered_unwrapped()
    {
        var record = (await FindingsAsync(SelectorSource.Configured, "ed25519-wrapped")).First(f => f.Code == "DKIM-KEY-INVALID").Publish!;
        DkimKeyParser.Parse(record.Data).Bits.Should().Be(256);
    }

    [Fact]
    public async Task A_revoked_key_that_was_only_guessed_is_no_defect() =>
        (await FindingsAsync(SelectorSource.Catalogue, "revoked")).Should().BeEmpty();

    [Fact]
    public async Task One_selector_that_cannot_be_asked_for_keeps_the_verdict_open() =>
        (await FindingsAsync(SelectorSource.Configured, "revoked broken")).Should().NotContain(f => f.Code == "DKIM-BROKEN");

    [Fact]
    public async Task The_spare_selector_of_Microsoft_365_may_point_nowhere_until_it_is_used()
    {
        const string Target = "-example-com._domainkey.tenant.onmicrosoft.com";
        var zone = new TestZone().Cname("selector1._domainkey.example.com", "selector1" + Target).Cname("selector2._domainkey.example.com", "selector2" + Target)
            .Txt("selector1" + Target, "v=DKIM1; k=ed25519; p=G4ClbKbS2npYzT917KlNJlpPJUvFWnyEGNG2b6m9GzI=");
        var facts = await DkimAuditor.AuditAsync(DomainName.Parse("example.com"), Candidates(SelectorSource.Configured, "selector1 selector2"), zone, TestContext.Current.CancellationToken);
        DkimRules.All.SelectMany(r => r.Check(facts)).Should().NotContain(f => f.Code == "DKIM-DANGLING-ALIAS");
    }

    private static SelectorCandidate[] Candidates(SelectorSource source, string selectors) =>
        [.. selectors.Split(' ').Select(s => new SelectorCandidate(Selector.Parse(s), source))];

    private async Task<ImmutableArray<Finding>> FindingsAsync(SelectorSource source, string selectors)
    {
        var facts = await DkimAuditor.AuditAsync(DomainName.Parse("example.com"), Candidates(source, selectors), zones, TestContext.Current.CancellationToken);
        ImmutableArray<Finding> findings = [.. DkimRules.All.SelectMany(r => r.Check(facts))];
        findings.ShouldHaveGerman();
        return findings;
    }
}
