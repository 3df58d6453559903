using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>Each rule fires on its defect alone, says which record to publish where it can, and stays silent otherwise.</summary>
public sealed class SpfRulesTests
{
    /// <summary>Code, the domain's record (strings parted by <c>|</c>, records by <c>||</c>), the codes that fire, and the record to publish.</summary>
    public static TheoryData<string, string[], string?> Records => new()
    {
        { "v=spf1 mx ip4:192.0.2.0/24 include:one.example -all", [], null },
        { "v=spf1 ip4:192.0.2.0/16 ip6:2001:db8::/48 ~all", [], null },
        { "v=spf1 -all", [], null },
        { "unrelated", ["SPF-MISSING"], "v=spf1 mx ~all" },
        { " v=spf1 mx -all", ["SPF-MISSING", "SPF-NOT-RECOGNISED"], "v=spf1 mx ~all" },
        { "\"v=spf1; mx -all\"", ["SPF-MISSING", "SPF-NOT-RECOGNISED"], "v=spf1 mx ~all" },
        { "v=spf1 mx -all||v=spf1 include:one.example ~all", ["SPF-MULTIPLE"], "v=spf1 mx include:one.example ~all" },
        { "v=spf1 mx -all||v=spf1 ip4:192.0.2.1 -all", ["SPF-MULTIPLE"], "v=spf1 mx ip4:192.0.2.1 -all" },
        { "v=spf1 mx -all||v=spf1 redirect=one.example", ["SPF-MULTIPLE"], null },
        { "v=spf1 inlcude:one.example -all", ["SPF-SYNTAX"], null },
        { "v=spf1 mx include:syntax.example -all", ["SPF-SYNTAX"], "v=spf1 mx -all" },
        { "v=spf1 mx|include:one.example -all", ["SPF-SYNTAX", "SPF-STRINGS-GLUED"], null },
        { "v=spf1|mx -all", ["SPF-MISSING", "SPF-STRINGS-GLUED"], "v=spf1 mx ~all" },
        { "v=spf1 ip4:192.0.2.|1 -all", [], null },
        { "v=spf1 mx -|all", [], null },
        { "v=spf1 include:one.example include:two.example include:four.example include:four.example -all", ["SPF-LOOKUP-LIMIT", "SPF-DUPLICATE"], null },
        { "v=spf1 include:four.example include:two.example mx a -all", ["SPF-LOOKUPS-NEAR-LIMIT"], null },
        { "v=spf1 include:four.example mx a -all", [], null },
        { "v=spf1 a:n1.example mx a:n2.example exists:n3.example -all", ["SPF-VOID-LIMIT"], "v=spf1 mx -all" },
        { "v=spf1 a:n1.example mx exists:n3.example -all", [], null },
        { "v=spf1 mx include:n1.example -all", ["SPF-INCLUDE-NO-RECORD"], "v=spf1 mx -all" },
        { "v=spf1 include:n1.example include:n2.example include:n3.example mx -all", ["SPF-INCLUDE-NO-RECORD", "SPF-INCLUDE-NO-RECORD", "SPF-INCLUDE-NO-RECORD"], "v=spf1 include:n2.example include:n3.example mx -all" },
        { "v=spf1 mx redirect=plain.example", ["SPF-INCLUDE-NO-RECORD"], null },
        { "v=spf1 mx include:several.example -all", ["SPF-INCLUDE-MULTIPLE"], "v=spf1 mx -all" },
        { "v=spf1 mx:many.example -all", ["SPF-MX-HOST-LIMIT"], null },
        { "v=spf1 mx include:example.com -all", ["SPF-LOOP"], "v=spf1 mx -all" },
        { "v=spf1 mx +all", ["SPF-PASS-ALL"], "v=spf1 mx ~all" },
        { "v=spf1 mx include:all.example -all", ["SPF-PASS-ALL"], "v=spf1 mx -all" },
        { "v=spf1 mx -include:all.example -all", [], null },
        { "v=spf1 ip4:128.0.0.0/1 ip4:0.0.0.0/1 -all", ["SPF-WIDE-RANGE"], null },
        { "v=spf1 ip6:2000::/3 -all", ["SPF-WIDE-RANGE"], null },
        { "v=spf1 a/0 -all", ["SPF-WIDE-RANGE"], null },
        { "v=spf1 -ip4:0.0.0.0/0 ~all", [], null },
        { "v=spf1 ip4:16.0.0.0/8 -all", ["SPF-BROAD-RANGE"], null },
        { "v=spf1 ip6:2001:db8::/32 -all", ["SPF-BROAD-RANGE"], null },
        { "v=spf1 mx ?all", ["SPF-NEUTRAL-ALL"], "v=spf1 mx ~all" },
        { "v=spf1 mx", ["SPF-NEUTRAL-ALL"], "v=spf1 mx ~all" },
        { "v=spf1 redirect=neutral.example", ["SPF-NEUTRAL-ALL"], null },
        { "v=spf1 redirect=one.example", [], null },
        { "v=spf1 include=one.example ip4=192.0.2.1 mx -all", ["SPF-UNKNOWN-MODIFIER"], null },
        { "v=spf1 mx ra=postmaster -all", [], null },
        { "v=spf1 mx -all include:one.example a", ["SPF-TERMS-AFTER-ALL"], "v=spf1 mx -all" },
        { "v=spf1 mx -all redirect=one.example", ["SPF-REDIRECT-IGNORED"], "v=spf1 mx -all" },
        { "v=spf1 ptr mx ~all", ["SPF-PTR"], "v=spf1 mx ~all" },
        { "v=spf1 exists:%{p}.x.example ~all", ["SPF-MACRO-P"], null },
        { "v=spf1 mx ip4:192.0.2.1 MX ip4:192.0.2.1 -all", ["SPF-DUPLICATE"], "v=spf1 mx ip4:192.0.2.1 -all" },
        { "v=spf1 include:deep.example include:one.example -all", ["SPF-DUPLICATE"], null },
        { "v=spf1 include:%{d}.x.example -all", ["SPF-DYNAMIC"], null },
        { "v=spf1 mx -all||" + Long, ["SPF-SIZE"], null },
        { "v=spf1 ip4:16.0.0.0/8 ip4:17.0.0.0/8 -all", ["SPF-WIDE-SUM", "SPF-BROAD-RANGE"], null },
        { "v=spf1 ip4:16.0.0.0/9 ip4:16.128.0.0/9 ip4:16.0.0.0/8 -all", ["SPF-BROAD-RANGE"], null },
        { "v=spf1 ip6:2001:db8::/32 ip6:2001:db9::/32 -all", ["SPF-WIDE-SUM", "SPF-BROAD-RANGE"], null },
        { "v=spf1 a:plain.example a:plain.example/31 a:plain.example/30 ip6:2001:db8::/48 -all", ["SPF-VOID-ONE-FAMILY"], null },
        { "v=spf1 a:six.example a:six.example//127 a:six.example//126 mx -all", ["SPF-VOID-ONE-FAMILY"], null },
        { "v=spf1 ip6:2001:db8::/48 a:plain.example a:plain.example/31 a:plain.example/30 -all", [], null },
        { "v=spf1 a:plain.example a:plain.example/31 ip6:2001:db8::/48 a:plain.example/30 -all", [], null },
        { "v=spf1 mx ip4:192.168.7.0/24 -all", ["SPF-PRIVATE-RANGE"], "v=spf1 mx -all" },
        { "v=spf1 mx ip4:127.0.0.1 ip6:fd00:1::/48 ip4:10.1.2.3 -all", ["SPF-PRIVATE-RANGE"], "v=spf1 mx -all" },
        { "v=spf1 mx ?ip4:10.1.2.3 -ip4:127.0.0.0/8 ip4:172.32.0.0/16 ip4:169.254.0.0/15 -all", ["SPF-BROAD-RANGE"], null },
        { "v=spf1 a:one.example,two.example mx -all", ["SPF-ODD-NAME"], null },
        { "v=spf1 a:a..example exists:%%.example exists:%{i},x.example mx -all", ["SPF-ODD-NAME"], null },
        { "v=spf1 mx include:one.example,two.example -all", ["SPF-INCLUDE-NO-RECORD"], "v=spf1 mx -all" },
        { "v=spf1 a:_x._y.plain.example exists:xn--a.example mx -all", [], null },
        { "v=spf1 mx -all exp=n1.example", ["SPF-EXPLANATION"], null },
        { "v=spf1 mx -all exp=several.example", ["SPF-EXPLANATION"], null },
        { "v=spf1 mx -all exp=percent.example", ["SPF-EXPLANATION"], null },
        { "v=spf1 redirect=explained.example exp=n1.example", [], null },
        { "v=spf1 mx -all exp=why.example", [], null },
        { "v=spf1 mx -all exp=%{l}.example", [], null },
        { "v=spf1 mx -all||99:v=spf1 mx -all", ["SPF-TYPE-99"], null },
        { "v=spf1 mx -all||spf2.0/pra mx -all", ["SPF-SENDER-ID"], null },
    };

    private const string Long = "token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_record_gives_the_findings_of_its_defects_and_no_others(string records, string[] codes, string? publish)
    {
        var findings = await FindingsAsync(records);

        findings.Select(f => f.Code).Should().Equal(codes);
        findings.ShouldHaveGerman();
        findings.FirstOrDefault()?.Publish?.Data.Should().Be(publish);
        (findings.FirstOrDefault()?.Publish is null).Should().Be(publish is null);
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    [InlineData(DnsStatus.Unusable)]
    [InlineData(DnsStatus.NotAsked)]
    public async Task What_DNS_cannot_tell_gives_no_finding(DnsStatus status)
    {
        var facts = await SpfLookupTreeTests.AuditAsync(new TestZone().Fails("example.com", status));

        facts.Status.Should().Be(RecordStatus.Unknown);
        facts.IsUnknown.Should().BeTrue();
        SpfRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    [Fact]
    public void Every_rule_fires_in_some_case_of_this_table()
    {
        var fired = Records.SelectMany(r => ((TheoryDataRow<string, string[], string?>)r).Data.Item2).ToHashSet();

        SpfRules.All.Select(r => r.Info.Code).Should().OnlyHaveUniqueItems().And.BeSubsetOf(fired);
    }

    [Fact]
    public async Task A_published_correction_has_no_defect_that_it_was_made_for()
    {
        foreach (var row in Records.Cast<TheoryDataRow<string, string[], string?>>().Where(r => r.Data.Item3 is not null))
        {
            var code = row.Data.Item2[0];
            var before = (await FindingsAsync(row.Data.Item1)).Count(f => f.Code == code);
            var after = (await FindingsAsync(row.Data.Item3!)).Count(f => f.Code == code);
            after.Should().BeLessThan(before, "'{0}' mends {1}", row.Data.Item3, code);
        }
    }

    [Fact]
    public async Task Evidence_holds_the_question_and_its_answer()
    {
        var finding = (await FindingsAsync("v=spf1 mx +all")).Single();

        finding.Evidence.Should().ContainSingle().Which.Should().Match<Evidence>(e => e.Name == "example.com" && e.Type == "TXT" && e.Answer.Single() == "v=spf1 mx +all");
    }

    private static async Task<List<Finding>> FindingsAsync(string records)
    {
        var zone = new TestZone()
            .A("example.com", "192.0.2.25").Mx("example.com", 10, "mail.example.com").A("mail.example.com", "192.0.2.26")
            .Txt("one.example", "v=spf1 ip4:198.51.100.1 -all")
            .Txt("two.example", "v=spf1 include:one.example -all")
            .Txt("four.example", "v=spf1 exists:%{i}.a.example exists:%{i}.b.example exists:%{i}.c.example exists:%{i}.d.example -all")
            .Txt("deep.example", "v=spf1 include:two.example -all")
            .Txt("all.example", "v=spf1 all")
            .Txt("why.example", "%{i} is not ours: 100%% sure").Txt("percent.example", "100% sure").Txt("explained.example", "v=spf1 -all exp=why.example")
            .Txt("neutral.example", "v=spf1 ?all")
            .Txt("syntax.example", "v=spf1 ip4:1.2.3 -all")
            .Txt("several.example", "v=spf1 -all", "v=spf1 ~all")
            .A("plain.example", "192.0.2.1").A("six.example", "2001:db8::1");
        for (var i = 0; i < 11; i++)
        {
            zone.Mx("many.example", i, $"m{i}.example");
        }

        foreach (var record in records.Split("||"))
        {
            _ = record.StartsWith("99:", StringComparison.Ordinal) ? zone.TypeSpf("example.com", record[3..]) : zone.TxtStrings("example.com", record.Split('|'));
        }

        var facts = await SpfAuditor.AuditFullyAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        return [.. SpfRules.All.SelectMany(r => r.Check(facts))];
    }
}
