using System.Collections.Immutable;
using Auditor.Core.Dmarc;
using Auditor.Core.Scoring;

namespace Auditor.Core.Advice;

/// <summary>
/// Says what a domain's next step towards enforcement is, and what it waits for: facts of DNS and of reports together (RFC 9989 7.4). It never advises a
/// weaker policy; what is not known is not known, and holds the step.
/// </summary>
public sealed record PolicyGate
{
    /// <summary>The stage to go to; null when the domain is at its full state.</summary>
    public PolicyStage? Next { get; init; }

    /// <summary>What it waits for, in the order in which it is best seen to; empty without a next stage.</summary>
    public ImmutableArray<GateCondition> Conditions { get; init; } = [];

    /// <summary>Why there is no next stage; null when there is one.</summary>
    public string? Reason { get; init; }

    public GateVerdict Verdict => Next is null ? GateVerdict.Done
        : Conditions.Any(c => c.State == GateState.Open) ? GateVerdict.NotYet
        : Conditions.Any(c => c.State == GateState.Unknown) ? GateVerdict.CannotTell
        : GateVerdict.Ready;

    /// <summary>The gate of a domain.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="thresholds">What a step waits for; null for the defaults.</param>
    public static PolicyGate Of(PolicyGateFacts facts, GateThresholds? thresholds = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (NextStage(facts.Stage, facts.Purpose) is not { } next)
        {
            return new PolicyGate { Reason = WhyDone(facts) };
        }

        return new PolicyGate { Next = next, Conditions = [.. GateConditions.Of(facts, next, thresholds ?? GateThresholds.Default)] };
    }

    /// <summary>The stage behind a stage, for a purpose: domains that people write from are complete at quarantine (RFC 9989 7.4). Null at the end, and while the stage is not known.</summary>
    public static PolicyStage? NextStage(PolicyStage stage, DomainPurpose purpose) => stage switch
    {
        PolicyStage.Unknown or PolicyStage.Reject => null,
        PolicyStage.None when purpose.SendsNothing() => PolicyStage.Reject,
        PolicyStage.None => PolicyStage.Monitoring,
        _ when purpose.SendsNothing() => PolicyStage.Reject,
        PolicyStage.Quarantine when purpose == DomainPurpose.People => null,
        _ => stage + 1,
    };

    private static string WhyDone(PolicyGateFacts facts) => facts.Stage switch
    {
        PolicyStage.Unknown => "DNS could not tell the stage.",
        PolicyStage.Reject => "This is the last stage.",
        _ => "This is the full state for a domain that people write from: reject breaks their mail to mailing lists (RFC 9989 7.4). Set the purpose to machine if only applications send.",
    };
}

/// <summary>What is known of a domain for its next step.</summary>
public sealed record PolicyGateFacts
{
    public required PolicyStage Stage { get; init; }

    public DomainPurpose Purpose { get; init; }

    /// <summary>Days at this stage so far, at least.</summary>
    public int DaysAtStage { get; init; }

    /// <summary>True when the SPF record makes a permerror, DKIM has no usable key, or the like: codes of findings that spoil authentication.</summary>
    public ImmutableArray<string> Blockers { get; init; } = [];

    /// <summary>Parts that DNS failed for.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];

    /// <summary>True when the record names an address for aggregate reports.</summary>
    public bool AsksForReports { get; init; }

    /// <summary>Reports of the last <see cref="GateConditions.Window"/> days; null when the domain has none at all.</summary>
    public GateReports? Reports { get; init; }
}

/// <summary>What reports of the window come to.</summary>
/// <param name="Days">Days with at least one report.</param>
/// <param name="Reporters">Organizations that sent one.</param>
/// <param name="Sources">The addresses that sent, most mail first.</param>
public sealed record GateReports(int Days, int Reporters, ImmutableArray<GateSource> Sources)
{
    /// <summary>Messages of sources that nothing tells about and the owner said nothing of; null while sources were not summed up.</summary>
    public long? UnknownMessages { get; init; }

    /// <summary>Messages that mailing lists and forwarders passed on; null while sources were not summed up.</summary>
    public long? PassedOnMessages { get; init; }
}

/// <summary>Mail of one address.</summary>
/// <param name="Address">The source.</param>
/// <param name="Messages">All of it that claims the domain.</param>
/// <param name="Aligned">What of it passed DMARC.</param>
/// <param name="DkimAligned">What of it passed by DKIM.</param>
/// <param name="IsDeclared">True when the owner named it as a sender, or said that it is his.</param>
public sealed record GateSource(string Address, long Messages, long Aligned, long DkimAligned, bool IsDeclared)
{
    /// <summary>
    /// True for what counts as the owner's mail: a declared sender, or one of which most passes. A host none or little of whose mail passes is a stranger, or a
    /// forwarder; it is shown, and does not hold a step that exists to stop it.
    /// </summary>
    public bool IsOwn => !IsDisowned && (IsDeclared || Aligned * 2 >= Messages);

    /// <summary>True when the owner said that it forwards, is not his, or is retired.</summary>
    public bool IsDisowned { get; init; }
}

/// <summary>One thing that a step waits for.</summary>
/// <param name="Key">Stable word such as <c>clock</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Text">One sentence with the figures.</param>
public sealed record GateCondition(string Key, GateState State, string Text);

/// <summary>State of a condition.</summary>
public enum GateState
{
    Met,
    Open,
    Unknown,
}

/// <summary>What the gate says.</summary>
public enum GateVerdict
{
    /// <summary>Every condition is met.</summary>
    Ready,

    /// <summary>At least one is not.</summary>
    NotYet,

    /// <summary>None is open, and some cannot be judged.</summary>
    CannotTell,

    /// <summary>There is no further stage.</summary>
    Done,
}

/// <summary>The verdicts as stored words.</summary>
public static class GateWords
{
    /// <summary><c>ready</c>, <c>not-yet</c>, <c>cannot-tell</c> or <c>done</c>.</summary>
    public static string ToWord(this GateVerdict verdict) => verdict switch
    {
        GateVerdict.Ready => "ready",
        GateVerdict.NotYet => "not-yet",
        GateVerdict.CannotTell => "cannot-tell",
        _ => "done",
    };
}
