using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>The score by what it protects.</summary>
public sealed class SubScoresTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_parts_are_the_categories_added_up()
    {
        var parts = SubScores.Of(SampleAudits.Shop("shop.example", At));
        parts.Impersonation.Should().BeEquivalentTo(new PointsPart(63, 82, []));
        parts.Infrastructure.Should().BeEquivalentTo(new PointsPart(15, 18, []));
    }

    [Fact]
    public void What_was_not_measured_is_neither_nothing_nor_everything()
    {
        var parts = SubScores.Of(SampleAudits.Unknown("shop.example", At));
        parts.Impersonation.Should().BeEquivalentTo(new PointsPart(null, null, ["dmarc", "spf", "dkim"]));
        parts.Infrastructure.Should().BeEquivalentTo(new PointsPart(18, 18, []));
        parts.Transport.Lines.Select(l => l.State).Should().OnlyContain(s => s == StandardState.Unknown);
        parts.Branding.Should().BeEquivalentTo(new { InPlace = 0, Unknown = 1, Applicable = 1 });
    }

    [Fact]
    public void Only_the_selectors_may_be_unknown_in_a_part_with_points()
    {
        var shop = SampleAudits.Shop("shop.example", At);
        SubScores.Of(Without(shop, "dkim")).Impersonation.Should().BeEquivalentTo(new PointsPart(46, 62, ["dkim"]));
        SubScores.Of(Without(shop, "spf")).Impersonation.Should().BeEquivalentTo(new PointsPart(null, null, ["spf"]));
        SubScores.Of(Without(shop, "dkim") with { Purpose = "parked" }).Impersonation.Unknown.Should().BeEmpty("a domain that sends nothing needs none");
        SubScores.Of(Without(Without(shop, "hosts"), "dns")).Infrastructure.Should().BeEquivalentTo(new PointsPart(null, null, ["hosts", "dns"]));
    }

    [Fact]
    public void Each_standard_of_transport_is_in_place_or_open_or_unknown()
    {
        var shop = SampleAudits.Shop("shop.example", At);
        States(shop).Should().Equal(StandardState.InPlace, StandardState.Open, StandardState.Open, StandardState.Open, StandardState.InPlace);
        SubScores.Of(shop).Transport.Should().BeEquivalentTo(new { InPlace = 2, Unknown = 0, Applicable = 5 });

        States(shop with { Smtp = [], Dane = [] }).Should().Equal(StandardState.InPlace, StandardState.Open, StandardState.Unknown, StandardState.Open, StandardState.Unknown);
        States(shop with { MxStatus = "null-mx" }).Where(s => s != StandardState.NotApplicable).Should().Equal(StandardState.Open);
        States(shop with { Zone = shop.Zone with { Dnssec = "secure" }, Dane = [new("mx1", RecordStatus.Found, [], true)] })[2..4].Should().Equal(StandardState.InPlace, StandardState.InPlace);
        States(shop with { Dane = [new("mx1", RecordStatus.Found, [], true), new("mx2", RecordStatus.Unknown, [], null)] })[2].Should().Be(StandardState.Unknown, "one host did not answer");
    }

    [Theory]
    [InlineData("found", "enforce", StandardState.InPlace)]
    [InlineData("found", "testing", StandardState.Open)]
    [InlineData("invalid", null, StandardState.Open)]
    [InlineData("unavailable", null, StandardState.Open)]
    [InlineData("unknown", null, StandardState.Unknown)]
    [InlineData("not-fetched", null, StandardState.Unknown)]
    public void A_policy_of_mta_sts_counts_when_it_is_enforced(string status, string? mode, StandardState state)
    {
        var sts = new MtaStsDocument { Status = RecordStatus.Found, Policy = new MtaStsPolicyDocument { Status = status, Mode = mode } };
        States(SampleAudits.Shop("shop.example", At) with { Transport = new TransportDocument { MtaSts = sts } })[0].Should().Be(state);
    }

    [Fact]
    public void A_logo_that_nobody_may_show_is_not_in_place()
    {
        var shop = SampleAudits.Shop("shop.example", At);
        Branding(shop).Should().Be(StandardState.Unknown, "whether the policy permits it was not told");
        Branding(shop with { Bimi = shop.Bimi with { Eligible = true } }).Should().Be(StandardState.InPlace);
        Branding(shop with { Bimi = shop.Bimi with { Eligible = false } }).Should().Be(StandardState.Open);
        Branding(shop with { Bimi = shop.Bimi with { Declined = true } }).Should().Be(StandardState.NotApplicable);
        Branding(shop with { Bimi = new BimiDocument { Status = RecordStatus.None } }).Should().Be(StandardState.Open);
    }

    private static List<StandardState> States(AuditDocument audit) => [.. SubScores.Of(audit).Transport.Lines.Select(l => l.State)];

    private static StandardState Branding(AuditDocument audit) => SubScores.Of(audit).Branding.Lines.Single().State;

    private static AuditDocument Without(AuditDocument audit, string category) =>
        audit with { Score = audit.Score with { Categories = [.. audit.Score.Categories.Select(c => c.Name == category ? c with { Lost = 0, Assessed = false } : c)] } };
}
