using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Dmarc;
using Auditor.Core.Scoring;

namespace Auditor.Core.Advice;

/// <summary>The conditions of a step, by the thresholds of the installation.</summary>
public static class GateConditions
{
    /// <summary>Days of reports that are looked at.</summary>
    public const int Window = 30;

    /// <summary>The conditions for going to the stage.</summary>
    public static IEnumerable<GateCondition> Of(PolicyGateFacts facts, PolicyStage next, GateThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(thresholds);
        yield return Dns(facts);
        if (next == PolicyStage.Monitoring || facts.Purpose.SendsNothing())
        {
            yield break;
        }

        yield return Clock(facts, thresholds);
        yield return Asks(facts);
        foreach (var condition in OfReports(facts, next, thresholds))
        {
            yield return condition;
        }
    }

    private static GateCondition Dns(PolicyGateFacts facts) => facts switch
    {
        { Blockers.IsEmpty: false } => new("dns", GateState.Open, $"To mend first: {string.Join(", ", facts.Blockers)}."),
        { Unknown.IsEmpty: false } => new("dns", GateState.Unknown, $"DNS could not tell about {string.Join(", ", facts.Unknown)}."),
        _ => new("dns", GateState.Met, "Nothing in DNS keeps mail from passing."),
    };

    private static GateCondition Clock(PolicyGateFacts facts, GateThresholds thresholds)
    {
        var needed = facts.Stage is PolicyStage.QuarantineTest or PolicyStage.RejectTest ? thresholds.DaysAtTest : thresholds.DaysAtPolicy;
        return new("clock", facts.DaysAtStage >= needed ? GateState.Met : GateState.Open, $"{facts.DaysAtStage} of {needed} days at '{facts.Stage.ToWord()}'.");
    }

    private static GateCondition Asks(PolicyGateFacts facts) => facts.AsksForReports
        ? new("rua", GateState.Met, "The record asks for aggregate reports.")
        : new("rua", GateState.Open, "The record asks for no aggregate reports (rua): without them nobody sees what a stronger policy would stop.");

    private static IEnumerable<GateCondition> OfReports(PolicyGateFacts facts, PolicyStage next, GateThresholds thresholds)
    {
        if (facts.Reports is not { } reports)
        {
            yield return new("reports", GateState.Unknown, $"No report came in the last {Window} days.");
            yield break;
        }

        yield return new("reports", reports.Days >= thresholds.ReportDays ? GateState.Met : GateState.Open, $"Reports on {reports.Days} of the last {Window} days; {thresholds.ReportDays} are needed.");
        yield return new("reporters", reports.Reporters >= thresholds.Reporters ? GateState.Met : GateState.Open, reports.Reporters == 1
            ? $"{reports.Reporters} reporting organization; {thresholds.Reporters} are needed."
            : $"{reports.Reporters} reporting organizations; {thresholds.Reporters} are needed.");
        var own = reports.Sources.Where(s => s.IsOwn).ToImmutableArray();
        var isForReject = next is PolicyStage.RejectTest or PolicyStage.Reject;
        yield return Share(own, isForReject ? thresholds.ShareForReject : thresholds.ShareForQuarantine);
        yield return Each(own, thresholds);
        if (isForReject)
        {
            yield return ByDkim(own, thresholds);
        }

        if (reports.UnknownMessages is { } unknown)
        {
            yield return Resolved(unknown, reports.Sources.Sum(s => s.Messages), thresholds);
        }

        if (isForReject && reports.PassedOnMessages is { } passedOn)
        {
            yield return PassedOn(passedOn, reports.Sources.Sum(s => s.Messages));
        }
    }

    // What nobody looked at may be a sender of one's own that a stronger policy would stop.
    private static GateCondition Resolved(long unknown, long all, GateThresholds thresholds) => unknown <= all * thresholds.SourceThatMatters
        ? new("unknown", GateState.Met, string.Create(CultureInfo.InvariantCulture, $"No more than {thresholds.SourceThatMatters:0.##%} of the mail comes from sources that are not understood."))
        : new("unknown", GateState.Open, string.Create(CultureInfo.InvariantCulture,
            $"{unknown:#,0} messages come from sources that are not understood: say on the sources page whose they are, until no more than {thresholds.SourceThatMatters:0.##%} of the mail is left."));

    // RFC 9989 7.4: domains whose users write to lists should not publish reject. It is told, and decides nothing by itself.
    private static GateCondition PassedOn(long passedOn, long all) => new("lists", GateState.Met, passedOn == 0
        ? "No mail went over mailing lists or forwarders."
        : string.Create(CultureInfo.InvariantCulture, $"{(double)passedOn / Math.Max(all, passedOn):0.0%} of the mail went over mailing lists or forwarders: what of it passes by DKIM alone survives reject, the rest does not (RFC 9989 7.4)."));

    private static GateCondition Share(ImmutableArray<GateSource> own, double needed)
    {
        var (messages, aligned) = (own.Sum(s => s.Messages), own.Sum(s => s.Aligned));
        if (messages == 0)
        {
            return new("aligned", GateState.Unknown, "No mail of own senders was reported.");
        }

        var lowest = Wilson.LowerBound(aligned, messages);
        return new("aligned", lowest >= needed ? GateState.Met : GateState.Open, string.Create(CultureInfo.InvariantCulture,
            $"{(double)aligned / messages:0.00%} of {messages:#,0} messages of own senders pass, at least {lowest:0.00%} with 95 % certainty; {needed:0.##%} are needed."));
    }

    private static GateCondition Each(ImmutableArray<GateSource> own, GateThresholds thresholds)
    {
        var all = own.Sum(s => s.Messages);
        var failing = own.Where(s => s.Messages > all * thresholds.SourceThatMatters && s.Aligned < s.Messages * thresholds.ShareOfOneSource).ToList();
        return failing.Count == 0
            ? new("sources", GateState.Met, string.Create(CultureInfo.InvariantCulture, $"Every own sender that matters passes with at least {thresholds.ShareOfOneSource:0.##%} of its mail."))
            : new("sources", GateState.Open, $"Own senders with mail that fails: {Names(failing, s => s.Aligned)}.");
    }

    // SPF breaks when mail is forwarded, so reject must not rest on it (RFC 9989 7.4, 8).
    private static GateCondition ByDkim(ImmutableArray<GateSource> own, GateThresholds thresholds)
    {
        var without = own.Where(s => s.DkimAligned < s.Messages * thresholds.ShareOfOneSource).ToList();
        return without.Count == 0
            ? new("dkim", GateState.Met, "Every own sender passes by DKIM, so forwarded mail survives.")
            : new("dkim", GateState.Open, $"Own senders that rest on SPF alone: {Names(without, s => s.DkimAligned)}.");
    }

    private static string Names(List<GateSource> sources, Func<GateSource, long> passing)
    {
        const int Shown = 3;
        var shown = sources.Take(Shown).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Address} ({s.Messages - passing(s):#,0} of {s.Messages:#,0})"));
        return string.Join(", ", shown) + (sources.Count > Shown ? $" and {sources.Count - Shown} more" : string.Empty);
    }
}
