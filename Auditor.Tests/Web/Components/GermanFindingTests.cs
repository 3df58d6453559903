using System.Globalization;
using Auditor.Core.Advice;
using Auditor.Core.Dmarc;
using Auditor.Core.Scoring;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Web.Support;
using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

/// <summary>What a German reader sees of the sentences that Auditor.Core writes.</summary>
public sealed class GermanFindingTests : BunitContext
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 2, 14, 0, TimeSpan.Zero);

    private readonly CultureInfo before = CultureInfo.CurrentUICulture;

    public GermanFindingTests()
    {
        AddAuthorization();
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
    }

    protected override void Dispose(bool disposing)
    {
        CultureInfo.CurrentUICulture = before;
        base.Dispose(disposing);
    }

    [Fact]
    public void A_finding_has_no_word_of_English()
    {
        foreach (var finding in SampleAudits.Shop("shop.example", At).Findings)
        {
            Render<FindingView>(p => p.Add(c => c.Finding, finding)).Markup.Should().NotContain("lang=\"en\"");
        }
    }

    [Fact]
    public void A_sentence_that_no_version_knows_stays_English_and_says_so()
    {
        var finding = SampleAudits.Shop("shop.example", At).Findings[0] with { Detail = "It is <odd>." };
        var view = Render<FindingView>(p => p.Add(c => c.Finding, finding));
        view.Find(".body [lang=en]").TextContent.Should().Be("It is <odd>.");
        view.FindAll(".fix [lang=en]").Should().BeEmpty();
    }

    [Theory]
    [InlineData(PolicyStage.Quarantine)]
    [InlineData(PolicyStage.None)]
    [InlineData(PolicyStage.Reject)]
    public void The_way_to_the_next_policy_has_no_word_of_English(PolicyStage stage)
    {
        var facts = new PolicyGateFacts
        {
            Stage = stage,
            Purpose = DomainPurpose.Machine,
            Blockers = ["SPF-SYNTAX"],
            Reports = new GateReports(20, 1, [new("192.0.2.1", 12_000, 11_000, 10_000, true), new("192.0.2.2", 3_000, 2_990, 0, true)]) { UnknownMessages = 1_500, PassedOnMessages = 300 },
        };
        var view = Render<PolicyProgress>(p => p.Add(c => c.Progression, new PolicyProgression { Stage = stage, Gate = PolicyGate.Of(facts) }));
        view.Markup.Should().NotContain("lang=\"en\"");
    }
}
