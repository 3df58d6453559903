using Auditor.Core.Reverse;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of what is known about sources.</summary>
internal static class SourceWords
{
    public static string Class(SourceClass taken) => taken switch
    {
        SourceClass.Compliant => ControlTexts.ClassCompliant,
        SourceClass.Misconfigured => ControlTexts.ClassMisconfigured,
        SourceClass.Forwarded => ControlTexts.ClassForwarded,
        SourceClass.MailingList => ControlTexts.ClassMailingList,
        SourceClass.Suspicious => ControlTexts.ClassSuspicious,
        _ => ControlTexts.Unknown,
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
        ClassConfidence.High => ControlTexts.ConfidenceHigh,
        ClassConfidence.Medium => ControlTexts.ConfidenceMedium,
        _ => ControlTexts.ConfidenceLow,
    };

    public static string Evidence(ServiceEvidence? evidence) => evidence switch
    {
        ServiceEvidence.OwnList => ControlTexts.EvidenceOwnList,
        ServiceEvidence.ReverseName => ControlTexts.EvidenceReverse,
        ServiceEvidence.SpfInclude => ControlTexts.EvidenceSpf,
        ServiceEvidence.ReturnPath => ControlTexts.EvidenceReturnPath,
        ServiceEvidence.SigningDomain => ControlTexts.EvidenceSigning,
        ServiceEvidence.KeyAlias => ControlTexts.EvidenceAlias,
        ServiceEvidence.Network => ControlTexts.EvidenceNetwork,
        _ => ControlTexts.EvidenceNothing,
    };

    public static string Decision(SourceDecision? decision) => decision switch
    {
        SourceDecision.Ours => ControlTexts.DecisionOurs,
        SourceDecision.Forwarder => ControlTexts.DecisionForwarder,
        SourceDecision.NotOurs => ControlTexts.DecisionNotOurs,
        SourceDecision.Retired => ControlTexts.DecisionRetired,
        _ => ControlTexts.DecisionUndecided,
    };

    public static string Reverse(ForwardConfirmed reverse) => reverse switch
    {
        ForwardConfirmed.Confirmed => ControlTexts.Confirmed,
        ForwardConfirmed.Mismatch => ControlTexts.ReverseMismatch,
        ForwardConfirmed.Missing => ControlTexts.ReverseMissing,
        _ => ControlTexts.Unknown,
    };
}
