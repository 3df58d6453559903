using Auditor.Core.Reports.Authenticity;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of trust tiers and their reasons.</summary>
internal static class TierWords
{
    public static string Of(TrustTier tier) => tier switch
    {
        TrustTier.Verified => ControlTexts.TierVerified,
        TrustTier.Manual => ControlTexts.TierManual,
        TrustTier.Authenticated => ControlTexts.TierAuthenticated,
        TrustTier.Pending => ControlTexts.TierPending,
        _ => ControlTexts.TierUnverified,
    };

    public static string Tone(TrustTier tier) => tier switch
    {
        TrustTier.Verified => Controls.Tone.Pass,
        TrustTier.Unauthenticated => Controls.Tone.Warn,
        TrustTier.Authenticated => Controls.Tone.Info,
        _ => Controls.Tone.Unknown,
    };

    /// <summary>A choice of the filter.</summary>
    public static string Choice(string word) => word switch
    {
        "verified" => ControlTexts.ChoiceVerified,
        "manual" => ControlTexts.ChoiceManual,
        "unverified" => ControlTexts.ChoiceUnverified,
        "all" => ControlTexts.ChoiceAll,
        _ => ControlTexts.ChoiceCounts,
    };

    /// <summary>Why a report has its tier, in one sentence.</summary>
    public static string Why(TrustTier tier, string? reason) => reason switch
    {
        TrustReason.KnownReporter => ControlTexts.WhyKnownReporter,
        TrustReason.Learned => ControlTexts.WhyLearned,
        TrustReason.UnknownReporter => ControlTexts.WhyUnknownReporter,
        TrustReason.ReporterMismatch => ControlTexts.WhyReporterMismatch,
        TrustReason.ClaimsKnownReporter => ControlTexts.WhyClaimsKnown,
        TrustReason.NotAMail => ControlTexts.WhyNotAMail,
        TrustReason.FromMissing => ControlTexts.WhyFromMissing,
        TrustReason.SeveralFrom => ControlTexts.WhySeveralFrom,
        TrustReason.NoSignature => ControlTexts.WhyNoSignature,
        TrustReason.Unaligned => ControlTexts.WhyUnaligned,
        TrustReason.SignatureMalformed => ControlTexts.WhyMalformed,
        TrustReason.AlgorithmWeak => ControlTexts.WhyAlgorithmWeak,
        TrustReason.BodyLength => ControlTexts.WhyBodyLength,
        TrustReason.Expired => ControlTexts.WhyExpired,
        TrustReason.BodyChanged => ControlTexts.WhyBodyChanged,
        TrustReason.SignatureWrong => ControlTexts.WhySignatureWrong,
        TrustReason.KeyMissing => ControlTexts.WhyKeyMissing,
        TrustReason.KeyRevoked => ControlTexts.WhyKeyRevoked,
        TrustReason.KeyShort => ControlTexts.WhyKeyShort,
        TrustReason.KeyUnusable => ControlTexts.WhyKeyUnusable,
        TrustReason.KeyUnknown => tier == TrustTier.Pending ? ControlTexts.WhyKeyPending : ControlTexts.WhyKeyUnknown,
        _ => ControlTexts.WhyByPerson,
    };
}
