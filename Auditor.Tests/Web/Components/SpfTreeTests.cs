using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Tests.Web.Support;
using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

public sealed class SpfTreeTests : BunitContext
{
    [Fact]
    public void The_term_that_brings_the_eleventh_lookup_is_marked_and_only_that_one()
    {
        var tree = Render<SpfTree>(p => p.Add(c => c.Spf, new SpfDocument { Status = RecordStatus.Found, Lookups = 11, Tree = SampleAudits.ElevenLookups("shop.example") }));
        tree.FindAll(".crossing").Should().ContainSingle().Which.TextContent.Should().Be("include:mail.esp.example");
        tree.Markup.Should().Contain("← 11th lookup");
    }

    [Fact]
    public void Each_term_shows_its_cost_and_the_running_total()
    {
        var tree = Render<SpfTree>(p => p.Add(c => c.Spf, new SpfDocument { Status = RecordStatus.Found, Lookups = 11, Tree = SampleAudits.ElevenLookups("shop.example") }));
        tree.FindAll(".term .cost").Select(c => c.TextContent).Should().StartWith(["11", "+4 = 4", "+1 = 2", "+1 = 3", "+1 = 4", "+5 = 9"]);
    }

    [Fact]
    public void A_term_inside_an_include_can_be_the_one_that_crosses()
    {
        var inner = new SpfTreeDocument { Domain = "b.example", Terms = [.. Enumerable.Range(1, 12).Select(i => new SpfTermDocument { Term = $"a:h{i}.example", Lookups = 1 })] };
        var nodes = SpfNode.Of(new SpfTreeDocument { Domain = "a.example", Terms = [new SpfTermDocument { Term = "include:b.example", Lookups = 13, Tree = inner }] });
        nodes[0].Crosses.Should().BeFalse();
        nodes[0].Children.Where(c => c.Crosses).Should().ContainSingle().Which.Term.Should().Be("a:h10.example");
        nodes[0].Total.Should().Be(13);
    }

    [Fact]
    public void Unknown_is_said_as_unknown_and_never_as_missing()
    {
        var tree = Render<SpfTree>(p => p.Add(c => c.Spf, new SpfDocument { Status = RecordStatus.Unknown }));
        tree.Markup.Should().Contain("nothing is known").And.NotContain("no SPF record");
    }

    [Fact]
    public void A_term_from_DNS_is_shown_as_text()
    {
        var hostile = new SpfTreeDocument { Domain = "a.example", Terms = [new SpfTermDocument { Term = SampleInstallation.HostileName + "\u202E" }] };
        var tree = Render<SpfTree>(p => p.Add(c => c.Spf, new SpfDocument { Status = RecordStatus.Found, Tree = hostile }));
        tree.FindAll("script, img").Should().BeEmpty();
        tree.FindAll("code")[1].TextContent.Should().Be(SampleInstallation.HostileName + "⟦U+202E⟧");
    }
}
