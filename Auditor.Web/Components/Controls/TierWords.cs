using Auditor.Core.Reports.Authenticity;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of trust tiers and their reasons.</summary>
internal static class TierWords
{
    public static string Of(TrustTier tier) => tier switch
    {
        TrustTier.Verified => "verified",
        TrustTier.Manual => "manual",
        TrustTier.Authenticated => "signed, reporter unknown",
        TrustTier.Pending => "not checked yet",
        _ => "unverified",
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
        "verified" => "Verified",
        "manual" => "Manual",
        "unverified" => "Unverified",
        "all" => "All",
        _ => "What counts",
    };

    /// <summary>Why a report has its tier, in one sentence.</summary>
    public static string Why(TrustTier tier, string? reason) => reason switch
    {
        TrustReason.KnownReporter => "The mail is signed by a known reporter.",
        TrustReason.Learned => "The mail is signed, and this reporter has a history here.",
        TrustReason.UnknownReporter => "The mail is signed by a reporter that nobody knows yet; it counts once it has a history.",
        TrustReason.ReporterMismatch => "The report names another organization than the one that signed the mail.",
        TrustReason.ClaimsKnownReporter => "The report bears the name of a known reporter who did not sign the mail.",
        TrustReason.NotAMail => "It did not come in a mail.",
        TrustReason.FromMissing => "The mail has no usable From address.",
        TrustReason.SeveralFrom => "The mail names authors in more than one domain.",
        TrustReason.NoSignature => "The mail has no DKIM signature.",
        TrustReason.Unaligned => "The mail is signed, but not by the domain in From.",
        TrustReason.SignatureMalformed => "The DKIM signature cannot be read.",
        TrustReason.AlgorithmWeak => "The DKIM signature uses an algorithm that must not be accepted (RFC 8301).",
        TrustReason.BodyLength => "The DKIM signature covers a part of the mail only (l=).",
        TrustReason.Expired => "The DKIM signature had expired when the mail came.",
        TrustReason.BodyChanged => "The mail was changed after it was signed.",
        TrustReason.SignatureWrong => "The DKIM signature does not fit the mail.",
        TrustReason.KeyMissing => "There is no DKIM key in DNS for the signature.",
        TrustReason.KeyRevoked => "The DKIM key was revoked.",
        TrustReason.KeyShort => "The DKIM key is shorter than 1024 bits.",
        TrustReason.KeyUnusable => "The DKIM key in DNS cannot be used.",
        TrustReason.KeyUnknown => tier == TrustTier.Pending ? "DNS did not tell the DKIM key; it is asked again." : "DNS did not tell the DKIM key for a week.",
        _ => "Brought in by a person, or stored before mails were checked.",
    };
}
