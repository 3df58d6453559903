using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

/// <summary>A chart of mail with its switches, its sentence and its table.</summary>
public sealed class VolumeChartTests : BunitContext
{
    private static readonly DayVolume[] Days = [new(new DateOnly(2026, 11, 1), 90, 10), new(new DateOnly(2026, 11, 2), 0, 0), new(new DateOnly(2026, 11, 3), 2000, 0)];

    [Theory]
    [InlineData(false, "messages", "2,000|0|0|0|90|10")]
    [InlineData(true, "shares", "100 %|0 %|–|–|90.0 %|10.0 %")]
    public void Table_and_switch_follow_what_is_counted(bool isShare, string chosen, string cells)
    {
        var chart = Render<VolumeChart>(p => p.Add(c => c.Days, Days).Add(c => c.IsShare, isShare).Add(c => c.Scale, share => share ? "?scale=share" : ""));
        chart.FindAll("a[aria-current=true]").Should().ContainSingle().Which.TextContent.Should().Be(chosen);
        string.Join('|', chart.FindAll("td").Select(t => t.TextContent)).Should().Be(cells);
        chart.Find("p").TextContent.Should().StartWith(isShare ? "The share of “passed DMARC”" : "2,100 messages in 3 days");
        chart.Find("auditor-chart").GetAttribute("aria-label").Should().Be(chart.Find("p").TextContent);
    }
}
