using Auditor.Core.Auditing;
using Auditor.Core.Storage.Queries;
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
    public void The_parts_of_the_score_say_points_or_what_is_in_place()
    {
        var parts = Render<SubScoreParts>(p => p.Add(c => c.Audit, SampleAudits.Shop("shop.example", At)));
        parts.FindAll(".parts > li").Select(l => $"{l.QuerySelector("h3")!.TextContent}: {l.QuerySelector(".big")!.TextContent.Trim()}").Should().Equal(
            "Impersonation: 63 of 82", "Infrastructure: 15 of 18", "Transport: 2 of 5 in place", "Branding: unknown");
        parts.Markup.Should().Contain("Costs no points.").And.Contain("Shown, not scored.");
    }

    [Fact]
    public void A_part_that_was_not_measured_is_grey_without_a_number()
    {
        var parts = Render<SubScoreParts>(p => p.Add(c => c.Audit, SampleAudits.Unknown("partner.example", At)));
        parts.FindAll(".big").Select(b => b.TextContent.Trim()).Should().Equal("unknown", "18 of 18", "unknown", "unknown");
        parts.FindAll(".chip.fail, .chip.pass, .meter > .fail").Should().BeEmpty();
    }

    [Fact]
    public void What_reports_observed_stands_with_its_n()
    {
        var day = new DateOnly(2026, 11, 1);
        var days = Enumerable.Range(0, 30).Select(i => new DayVolume(day.AddDays(i), i < 20 ? 99 : 0, i < 20 ? 1 : 0)).ToList();
        Render<ObservedHealth>(p => p.Add(c => c.Days, days).Add(c => c.Window, 30)).Markup.Should().Contain("99.0 %").And.Contain("n = 2,000 messages; reports of 20 of 30 days.").And.NotContain("few reports");
        Render<ObservedHealth>(p => p.Add(c => c.Days, days.Take(3).ToList()).Add(c => c.Window, 30)).Markup.Should().Contain("few reports");
        Render<ObservedHealth>(p => p.Add(c => c.Days, []).Add(c => c.Window, 30)).Markup.Should().Contain("unknown").And.Contain("No reports of the last 30 days").And.NotContain("0 %");
    }

    [Fact]
    public void A_category_that_was_not_assessed_says_so()
    {
        var categories = Render<ScoreCategories>(p => p.Add(c => c.Score, new ScoreDocument { Categories = [new("dkim", 0, 20, Assessed: false)] }));
        categories.Markup.Should().Contain("not assessed").And.NotContain("of 20");
    }
}
