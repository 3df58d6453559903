using Auditor.Core.Advice;
using Auditor.Core.Dmarc;
using Auditor.Core.Scoring;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Advice;

public sealed class PolicyGateTests
{
    private static readonly GateReports Good = new(30, 5, [new GateSource("192.0.2.1", 100_000, 99_900, 99_900, false), new GateSource("198.51.100.9", 40_000, 0, 0, false)]);

    private static readonly PolicyGateFacts Ready = new()
    {
        Stage = PolicyStage.Monitoring,
        DaysAtStage = 31,
        AsksForReports = true,
        Reports = Good,
    };

    [Theory]
    [InlineData(PolicyStage.None, DomainPurpose.People, PolicyStage.Monitoring)]
    [InlineData(PolicyStage.Monitoring, DomainPurpose.People, PolicyStage.QuarantineTest)]
    [InlineData(PolicyStage.QuarantineTest, DomainPurpose.People, PolicyStage.Quarantine)]
    [InlineData(PolicyStage.Quarantine, DomainPurpose.People, null)]
    [InlineData(PolicyStage.RejectTest, DomainPurpose.People, PolicyStage.Reject)]
    [InlineData(PolicyStage.Quarantine, DomainPurpose.Machine, PolicyStage.RejectTest)]
    [InlineData(PolicyStage.Reject, DomainPurpose.Machine, null)]
    [InlineData(PolicyStage.None, DomainPurpose.Parked, PolicyStage.Reject)]
    [InlineData(PolicyStage.Quarantine, DomainPurpose.ReceiveOnly, PolicyStage.Reject)]
    [InlineData(PolicyStage.Unknown, DomainPurpose.Parked, null)]
    public void The_next_stage_follows_from_stage_and_purpose(PolicyStage stage, DomainPurpose purpose, PolicyStage? next) =>
        PolicyGate.NextStage(stage, purpose).Should().Be(next);

    [Fact]
    public void A_domain_whose_own_mail_passes_is_ready_whatever_strangers_send() =>
        PolicyGate.Of(Ready).Verdict.Should().Be(GateVerdict.Ready);

    [Fact]
    public void Each_condition_holds_the_step_on_its_own()
    {
        Open(Ready with { DaysAtStage = 29 }).Should().Equal("clock");
        Open(Ready with { Blockers = ["SPF-LOOKUP-LIMIT"] }).Should().Equal("dns");
        Open(Ready with { AsksForReports = false }).Should().Equal("rua");
        Open(Ready with { Reports = Good with { Days = 24 } }).Should().Equal("reports");
        Open(Ready with { Reports = Good with { Reporters = 2 } }).Should().Equal("reporters");
        Open(Ready with { Reports = Good with { Sources = [new GateSource("192.0.2.1", 1000, 985, 985, false)] } }).Should().Equal("aligned");
        Open(Ready with { Reports = Good with { Sources = [.. Good.Sources, new GateSource("203.0.113.5", 1000, 600, 600, false)] } }).Should().Equal("sources");
        Open(Ready with { Reports = Good with { Sources = [.. Good.Sources, new GateSource("203.0.113.5", 1000, 0, 0, true)] } }).Should().Equal("sources");
    }

    [Fact]
    public void Reject_needs_more_mail_that_passes_and_all_of_it_by_DKIM()
    {
        var quarantine = Ready with { Stage = PolicyStage.Quarantine, Purpose = DomainPurpose.Machine };
        PolicyGate.Of(quarantine).Verdict.Should().Be(GateVerdict.Ready);
        Open(quarantine with { Reports = Good with { Sources = [new GateSource("192.0.2.1", 100_000, 99_000, 99_000, false)] } }).Should().Equal("aligned");
        Open(quarantine with { Reports = Good with { Sources = [new GateSource("192.0.2.1", 100_000, 100_000, 0, false)] } }).Should().Equal("dkim");
    }

    public static TheoryData<string, GateThresholds, GateThresholds> Boundaries => new()
    {
        { "clock", new() { DaysAtPolicy = 31 }, new() { DaysAtPolicy = 32 } },
        { "reports", new() { ReportDays = 30 }, new() { ReportDays = 31 } },
        { "reporters", new() { Reporters = 5 }, new() { Reporters = 6 } },
        { "aligned", new() { ShareForQuarantine = 0.9987 }, new() { ShareForQuarantine = 0.9989 } },
        { "sources", new() { ShareOfOneSource = 0.999 }, new() { ShareOfOneSource = 0.9991 } },
        { "unknown", new() { SourceThatMatters = 0.001 }, new() { SourceThatMatters = 0.0009 } },
    };

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Each_threshold_decides_its_own_condition(string condition, GateThresholds met, GateThresholds open)
    {
        var facts = Ready with { Reports = Good with { UnknownMessages = 140 } };
        PolicyGate.Of(facts, met).Verdict.Should().Be(GateVerdict.Ready);
        Open(facts, open).Should().Equal(condition);
    }

    [Fact]
    public void Test_mode_and_reject_have_thresholds_of_their_own()
    {
        var test = Ready with { Stage = PolicyStage.QuarantineTest, DaysAtStage = 14 };
        PolicyGate.Of(test, new() { DaysAtTest = 14, DaysAtPolicy = 90 }).Verdict.Should().Be(GateVerdict.Ready);
        Open(test, new() { DaysAtTest = 15 }).Should().Equal("clock");
        var quarantine = Ready with { Stage = PolicyStage.Quarantine, Purpose = DomainPurpose.Machine };
        PolicyGate.Of(quarantine, new() { ShareForReject = 0.9987, ShareForQuarantine = 0.9999 }).Verdict.Should().Be(GateVerdict.Ready);
        Open(quarantine, new() { ShareForReject = 0.9989 }).Should().Equal("aligned");
        var unsigned = quarantine with { Reports = Good with { Sources = [new GateSource("192.0.2.1", 100_000, 100_000, 90_000, false)] } };
        PolicyGate.Of(unsigned, new() { ShareOfOneSource = 0.9 }).Verdict.Should().Be(GateVerdict.Ready);
        Open(unsigned, new() { ShareOfOneSource = 0.91 }).Should().Equal("dkim");
    }

    [Fact]
    public void A_sender_is_too_small_to_hold_a_step_up_to_the_share_that_was_chosen()
    {
        var facts = Ready with { Reports = Good with { Sources = [new GateSource("192.0.2.1", 99_000, 99_000, 99_000, false), new GateSource("203.0.113.5", 1000, 600, 600, false)] } };
        PolicyGate.Of(facts, new() { SourceThatMatters = 0.01 }).Verdict.Should().Be(GateVerdict.Ready);
        Open(facts, new() { SourceThatMatters = 0.0099 }).Should().Equal("sources");
    }

    [Fact]
    public void The_sentences_name_the_thresholds_in_force()
    {
        var gate = PolicyGate.Of(Ready with { Reports = Good with { UnknownMessages = 140 } }, new() { DaysAtPolicy = 20, ReportDays = 12, Reporters = 2, ShareForQuarantine = 0.975, ShareOfOneSource = 0.9, SourceThatMatters = 0.0125 });
        gate.Conditions.Select(c => c.Text).Should().Contain(
            "31 of 20 days at 'monitoring'.", "Reports on 30 of the last 30 days; 12 are needed.", "5 reporting organizations; 2 are needed.",
            "Every own sender that matters passes with at least 90% of its mail.", "No more than 1.25% of the mail comes from sources that are not understood.")
            .And.Contain(t => t.EndsWith("; 97.5% are needed.", StringComparison.Ordinal));
        PolicyGate.Of(Ready with { Reports = Good with { UnknownMessages = 9_000 } }, new() { SourceThatMatters = 0.0125 }).Conditions.Single(c => c.Key == "unknown").Text.Should().EndWith("until no more than 1.25% of the mail is left.");
    }

    [Fact]
    public void What_is_not_known_is_neither_met_nor_open()
    {
        PolicyGate.Of(Ready with { Reports = null }).Verdict.Should().Be(GateVerdict.CannotTell);
        PolicyGate.Of(Ready with { Unknown = ["spf"] }).Verdict.Should().Be(GateVerdict.CannotTell);
        PolicyGate.Of(Ready with { Reports = Good with { Sources = [] } }).Conditions.Should().Contain(c => c.Key == "aligned" && c.State == GateState.Unknown);
    }

    [Fact]
    public void A_parked_domain_waits_for_no_reports() =>
        PolicyGate.Of(new PolicyGateFacts { Stage = PolicyStage.Monitoring, Purpose = DomainPurpose.Parked }).Conditions.Select(c => c.Key).Should().Equal("dns");

    [Theory]
    [InlineData(0, 0, 0.0)]
    [InlineData(10, 10, 0.7225)]
    [InlineData(985, 1000, 0.9754)]
    [InlineData(0, 100, 0.0)]
    public void The_lower_bound_is_that_of_the_score_interval(long hits, long count, double expected) =>
        Wilson.LowerBound(hits, count).Should().BeApproximately(expected, 0.0005);

    private static IEnumerable<string> Open(PolicyGateFacts facts, GateThresholds? thresholds = null)
    {
        var gate = PolicyGate.Of(facts, thresholds);
        gate.Verdict.Should().Be(GateVerdict.NotYet);
        return gate.Conditions.Where(c => c.State == GateState.Open).Select(c => c.Key);
    }
}
