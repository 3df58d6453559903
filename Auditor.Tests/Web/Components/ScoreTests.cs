using Auditor.Core.Auditing;
using Auditor.Tests.Web.Support;
using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

public sealed class ScoreTests : BunitContext
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 2, 14, 0, TimeSpan.Zero);

    [Fact]
    public void Deductions_and_the_cap_add_up_to_what_is_missing()
    {
        var audit = SampleAudits.Shop("shop.example", At);
        var list = Render<ScoreDeductions>(p => p.Add(c => c.Audit, audit));
        list.FindAll(".ded > b").Select(b => b.TextContent).Should().Equal("−16", "−3", "−3", "−9");
        list.Markup.Should().Contain("held at 69");
    }

    [Fact]
    public void The_ring_names_score_and_grade_for_those_who_do_not_see_it()
    {
        var ring = Render<ScoreRing>(p => p.Add(c => c.Score, SampleAudits.Shop("shop.example", At).Score).Add(c => c.Change, -23));
        ring.Find("svg").GetAttribute("aria-label").Should().Be("Score 69 of 100, grade D");
        ring.Markup.Should().Contain("100 % assessed · −23 since the audit before");
    }

    [Fact]
    public void An_unknown_score_has_no_number_and_no_red()
    {
        var ring = Render<ScoreRing>(p => p.Add(c => c.Score, SampleAudits.Unknown("partner.example", At).Score));
        ring.Find("svg").GetAttribute("aria-label").Should().Be("Score unknown");
        ring.FindAll("circle").Should().ContainSingle("there is the track and nothing on it");
        ring.Markup.Should().Contain("18 % assessed");
    }

    [Fact]
    public void A_category_that_was_not_assessed_says_so()
    {
        var categories = Render<ScoreCategories>(p => p.Add(c => c.Score, new ScoreDocument { Categories = [new("dkim", 0, 20, Assessed: false)] }));
        categories.Markup.Should().Contain("not assessed").And.NotContain("of 20");
    }
}
