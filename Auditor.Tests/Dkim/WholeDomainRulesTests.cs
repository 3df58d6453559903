using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

/// <summary>The rules that look at a domain's selectors together, and at when they were seen.</summary>
public sealed class WholeDomainRulesTests
{
    public static readonly string[] Codes = ["DKIM-WILDCARD", "DKIM-WILDCARD-TEXT", "DKIM-SELECTOR-STALE"];

    private const string OtherKey = "v=DKIM1; k=ed25519; p=G4ClbKbS2npYzT917KlNJlpPJUvFWnyEGNG2b6m9GzI=";

    // Reports of October and November.
    private static readonly SelectorUse Reports = new(Day(10, 1), Day(11, 20));

    [Fact]
    public async Task A_wildcard_that_holds_a_key_is_a_finding_and_guessed_names_under_it_show_nothing()
    {
        var zone = Wildcard("*._domainkey.example.com", AuditFixture.Key);
        var guessed = await FactsAsync(zone, SelectorSource.Catalogue, "s1 s2 k1");
        guessed.Discovery.Should().Be(SelectorDiscovery.Wildcard);
        guessed.Selectors.Should().BeEmpty();
        CodesOf(guessed).Should().Equal("DKIM-WILDCARD");

        var named = await FactsAsync(zone, SelectorSource.Configured, "s1 s2");
        named.Selectors.Should().HaveCount(2, "what the owner names stays, whatever answers for it");
        CodesOf(named).Should().Equal("DKIM-WILDCARD");
    }

    [Fact]
    public async Task A_wildcard_that_revokes_every_key_is_sound()
    {
        var facts = await FactsAsync(Wildcard("*._domainkey.example.com", "v=DKIM1; p="), SelectorSource.Catalogue, "s1 s2");
        facts.Discovery.Should().Be(SelectorDiscovery.Wildcard);
        CodesOf(facts).Should().BeEmpty();
    }

    [Fact]
    public async Task A_wildcard_of_other_text_is_told_where_it_answers_for_selectors()
    {
        CodesOf(await FactsAsync(Wildcard("*.example.com", "v=spf1 -all"), SelectorSource.Probe, "s1")).Should().Equal("DKIM-WILDCARD-TEXT");
        CodesOf(await FactsAsync(Wildcard("*.example.com", "v=spf1 -all", "s1._domainkey.example.com"), SelectorSource.Probe, "s1"))
            .Should().BeEmpty("a name below _domainkey keeps the wildcard out (RFC 4592 4.2)");
    }

    [Fact]
    public async Task Two_selectors_with_one_key_are_asked_about_and_no_other_domain_pays_for_it()
    {
        var zone = new TestZone().Txt("s1._domainkey.example.com", AuditFixture.Key).Txt("s2._domainkey.example.com", OtherKey);
        await FactsAsync(zone, SelectorSource.Configured, "s1 s2");
        zone.Asked.Should().HaveCount(2);

        var same = new TestZone().Txt("s1._domainkey.example.com", AuditFixture.Key).Txt("s2._domainkey.example.com", AuditFixture.Key);
        CodesOf(await FactsAsync(same, SelectorSource.Configured, "s1 s2")).Should().Equal("DKIM-KEY-SHARED");
        same.Asked.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(10, null, true)]
    [InlineData(21, null, true)]
    [InlineData(22, null, false)]
    [InlineData(null, 20, true)]
    [InlineData(null, 22, false)]
    [InlineData(1, 30, false)]
    public async Task A_key_is_stale_after_thirty_days_of_reports_without_it(int? seenInOctober, int? publishedInOctober, bool stale)
    {
        var use = Reports with
        {
            LastSeen = seenInOctober is { } seen ? Reports.LastSeen.Add("s1", Day(10, seen)) : Reports.LastSeen,
            KeySince = publishedInOctober is { } since ? Reports.KeySince.Add("s1", Day(10, since)) : Reports.KeySince,
        };
        var facts = await FactsAsync(new TestZone().Txt("S1._domainkey.example.com", AuditFixture.Key), SelectorSource.Configured, "S1");

        CodesOf(facts with { Use = use }).Should().Equal(stale ? ["DKIM-SELECTOR-STALE"] : []);
    }

    [Fact]
    public async Task Without_reports_or_with_few_of_them_nothing_is_stale()
    {
        var facts = await FactsAsync(new TestZone().Txt("s1._domainkey.example.com", AuditFixture.Key), SelectorSource.Configured, "s1");
        CodesOf(facts).Should().BeEmpty();
        CodesOf(facts with { Use = new SelectorUse(Day(11, 1), Day(11, 20)) }).Should().BeEmpty();
    }

    [Fact]
    public async Task The_resting_half_of_a_pair_that_a_service_rotates_is_not_stale()
    {
        var zone = new TestZone()
            .Cname("k2._domainkey.example.com", "dkim2.service.net").Txt("dkim2.service.net", AuditFixture.Key)
            .Cname("k3._domainkey.example.com", "dkim3.service.net").Txt("dkim3.service.net", OtherKey);
        var facts = await FactsAsync(zone, SelectorSource.Configured, "k2 k3");

        CodesOf(facts with { Use = Reports with { LastSeen = Reports.LastSeen.Add("k2", Day(11, 19)) } }).Should().BeEmpty();
        CodesOf(facts with { Use = Reports }).Should().Equal("DKIM-SELECTOR-STALE", "DKIM-SELECTOR-STALE");
    }

    [Fact]
    public async Task A_revoked_key_is_not_stale() =>
        CodesOf((await FactsAsync(new TestZone().Txt("s1._domainkey.example.com", "v=DKIM1; p="), SelectorSource.Earlier, "s1")) with { Use = Reports }).Should().BeEmpty();

    private static DateOnly Day(int month, int day) => new(2026, month, day);

    private static StrictZones Wildcard(string owner, string text, string? other = null) => StrictZones.FromText(
        $"""
        $ORIGIN example.com.
        $TTL 300
        @ SOA ns1 hostmaster 1 3600 600 86400 300
        {owner}. TXT {string.Join(' ', text.Chunk(200).Select(c => $"\"{new string(c)}\""))}
        {(other is null ? string.Empty : $"{other}. TXT \"{OtherKey}\"")}
        """);

    private static async Task<DkimFacts> FactsAsync(IDnsResolver zone, SelectorSource source, string selectors) => await DkimAuditor.AuditAsync(
        DomainName.Parse("example.com"), [.. selectors.Split(' ').Select(s => new SelectorCandidate(Selector.Parse(s), source))], zone, TestContext.Current.CancellationToken);

    // A single Ed25519 key is advised against elsewhere; the bare probe key must not blur what is tested here.
    private static ImmutableArray<string> CodesOf(DkimFacts facts) =>
        [.. DkimRules.All.SelectMany(r => r.Check(facts)).Where(f => f.Code != "DKIM-ED25519-ALONE").Select(f => f.Code)];
}
