using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

public sealed class DiffTests : BunitContext
{
    [Fact]
    public void Only_the_words_that_differ_are_marked()
    {
        var lines = DiffLine.Of("v=DMARC1; p=none; rua=mailto:a@b.example", "v=DMARC1; p=quarantine; rua=mailto:a@b.example");
        lines.Should().Equal(
            new DiffLine(false, "v=DMARC1; ", "p=none", "; rua=mailto:a@b.example"),
            new DiffLine(true, "v=DMARC1; ", "p=quarantine", "; rua=mailto:a@b.example"));
    }

    [Fact]
    public void Words_that_came_in_the_middle_leave_the_end_unmarked() =>
        DiffLine.Of("v=spf1 include:a -all", "v=spf1 include:a include:b -all").Should().Equal(
            new DiffLine(false, "v=spf1 include:a ", "", "-all"), new DiffLine(true, "v=spf1 include:a ", "include:b ", "-all"));

    [Fact]
    public void Records_that_stayed_are_left_out() =>
        DiffLine.Of("a\nb", "b\nc").Should().Equal(new DiffLine(false, "", "a", ""), new DiffLine(true, "", "c", ""));

    [Fact]
    public void A_record_set_that_appeared_has_no_before() =>
        DiffLine.Of(null, "10 mx.example").Should().Equal(new DiffLine(true, "", "10 mx.example", ""));

    [Theory]
    [InlineData("v=spf1 -all", "v=spf1 mx -all")]
    [InlineData("aaa", "aa")]
    [InlineData("x x", "x x x")]
    [InlineData("", "a")]
    public void Both_sides_are_whole_when_put_together(string before, string after)
    {
        var lines = DiffLine.Of(before, after);
        lines.Where(l => !l.IsNew).Select(l => l.Head + l.Changed + l.Tail).Should().Equal(before.Length == 0 ? [] : [before]);
        lines.Where(l => l.IsNew).Select(l => l.Head + l.Changed + l.Tail).Should().Equal(after);
    }

    [Fact]
    public void Colour_is_not_the_only_sign()
    {
        var diff = Render<DnsDiff>(p => p.Add(c => c.Before, "a").Add(c => c.After, "b"));
        diff.FindAll(".visually-hidden").Select(e => e.TextContent).Should().Equal("before:", "now:");
    }
}
