using Auditor.Core.Reverse;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of what is known about sources.</summary>
internal static class SourceWords
{
    public static string Class(SourceClass taken) => taken switch
    {
        SourceClass.Compliant => "compliant",
        SourceClass.Misconfigured => "misconfigured",
        SourceClass.Forwarded => "forwarded",
        SourceClass.MailingList => "mailing list",
        SourceClass.Suspicious => "suspicious",
        _ => "unknown",
    };

    public static string Tone(SourceClass taken) => taken switch
    {
        SourceClass.Compliant => Controls.Tone.Pass,
        SourceClass.Misconfigured => Controls.Tone.Warn,
        SourceClass.Forwarded or SourceClass.MailingList => Controls.Tone.Info,
        SourceClass.Suspicious => Controls.Tone.Fail,
        _ => Controls.Tone.Unknown,
    };

    public static string Confidence(ClassConfidence? confidence) => confidence switch
    {
        ClassConfidence.High => "high",
        ClassConfidence.Medium => "medium",
        _ => "low",
    };

    public static string Evidence(ServiceEvidence? evidence) => evidence switch
    {
        ServiceEvidence.OwnList => "your own list",
        ServiceEvidence.ReverseName => "confirmed reverse name",
        ServiceEvidence.SpfInclude => "include of the SPF record",
        ServiceEvidence.ReturnPath => "SPF passes for its name",
        ServiceEvidence.SigningDomain => "its signature passes",
        ServiceEvidence.KeyAlias => "the key is its alias",
        ServiceEvidence.Network => "owner of the network",
        _ => "nothing",
    };

    public static string Decision(SourceDecision? decision) => decision switch
    {
        SourceDecision.Ours => "ours",
        SourceDecision.Forwarder => "forwarder",
        SourceDecision.NotOurs => "not ours",
        SourceDecision.Retired => "retired",
        _ => "undecided",
    };

    public static string Reverse(ForwardConfirmed reverse) => reverse switch
    {
        ForwardConfirmed.Confirmed => "confirmed",
        ForwardConfirmed.Mismatch => "does not resolve back",
        ForwardConfirmed.Missing => "no PTR record",
        _ => "unknown",
    };
}
