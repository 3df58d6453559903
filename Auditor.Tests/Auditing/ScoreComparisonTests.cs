using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class ScoreComparisonTests
{
    [Fact]
    public async Task A_fall_is_explained_by_the_record_that_changed()
    {
        var before = await AuditFixture.AuditAsync(AuditFixture.Sound(), selectors: "s1");
        var after = await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=none; rua=mailto:dmarc@example.com"), selectors: "s1");

        var comparison = ScoreComparison.Between(before, after);

        (comparison.Before, comparison.After, comparison.Change).Should().Be((100, 79, -21));
        var cause = comparison.Causes.Should().ContainSingle().Subject;
        (cause.Code, cause.Points, cause.Kind).Should().Be(("DMARC-POLICY-NONE", -21m, CauseKind.Appeared));
        cause.Records.Should().ContainSingle().Which.Name.Should().Be("_dmarc.example.com");
    }

    [Fact]
    public async Task Any_two_audits_add_up_in_both_directions()
    {
        TestZone[] worlds =
        [
            AuditFixture.Sound(),
            AuditFixture.Sound("v=DMARC1; p=none"),
            AuditFixture.Sound("v=DMARC1; p=quarantine; sp=none", "v=spf1 mx ?all"),
            AuditFixture.Sound("nothing", "v=spf1 mx +all"),
            AuditFixture.Sound("v=DMARC1; p=reject", "v=spf1 ptr a:a.example.com a:b.example.com a:c.example.com -all"),
            AuditFixture.Sound(spf: "nothing").Txt("s1._domainkey.example.com", "v=DKIM1; p="),
            new(),
            AuditFixture.Sound().Fails("s1._domainkey.example.com", DnsStatus.Timeout).Ptr("1.2.0.192.in-addr.arpa", "b.example.com"),
        ];
        var audits = await Task.WhenAll(worlds.Select(w => AuditFixture.AuditAsync(w, selectors: "s1")));

        foreach (var (before, after) in from b in audits from a in audits select (b, a))
        {
            var comparison = ScoreComparison.Between(before, after);
            comparison.Causes.Sum(c => c.Points).Should().Be(comparison.Change!.Value);
            comparison.Causes.Concat(comparison.OtherFindings).Select(c => c.Code).Should().OnlyHaveUniqueItems();
            ScoreComparison.Between(after, before).Causes.Sum(c => c.Points).Should().Be(-comparison.Change!.Value);
        }
    }

    [Fact]
    public async Task A_category_that_leaves_the_score_is_named()
    {
        var before = await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=none"), selectors: "s1");
        var after = await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=none").Fails("s1._domainkey.example.com", DnsStatus.Timeout), selectors: "s1");

        var comparison = ScoreComparison.Between(before, after);

        comparison.Assessment.Should().Contain(new AssessmentChange("dkim", false));
        comparison.Causes.Should().OnlyContain(c => c.Kind == CauseKind.Weighed);
    }

    [Fact]
    public async Task Without_a_score_there_is_no_difference()
    {
        var before = await AuditFixture.AuditAsync(AuditFixture.Sound(), selectors: "s1");
        var after = await AuditFixture.AuditAsync(AuditFixture.Sound().Fails("example.com", DnsStatus.Timeout), selectors: "s1");

        ScoreComparison.Between(before, after).Change.Should().BeNull();
    }
}
