namespace Auditor.Core.Dmarc;

/// <summary>What the owner asks for mail that fails (RFC 9989 4.7), weakest first, so that values compare by strength.</summary>
public enum AssessmentPolicy
{
    /// <summary>No preference: monitoring.</summary>
    None,

    /// <summary>Treat as suspicious.</summary>
    Quarantine,

    /// <summary>The use of the domain is not valid.</summary>
    Reject,
}

/// <summary>How near an authenticated identifier must be to the author domain (RFC 9989 4.4).</summary>
public enum AlignmentMode
{
    /// <summary>The same organizational domain.</summary>
    Relaxed,

    /// <summary>The identical domain.</summary>
    Strict,
}

/// <summary>The <c>psd</c> tag (RFC 9989 4.7).</summary>
public enum PsdFlag
{
    /// <summary><c>u</c>, the default: the tree walk decides.</summary>
    Undetermined,

    /// <summary><c>y</c>: a public suffix domain.</summary>
    Yes,

    /// <summary><c>n</c>: the organizational domain of itself and of all below it.</summary>
    No,
}

/// <summary>How far a domain has come on the way to enforcement.</summary>
public enum PolicyStage
{
    /// <summary>No policy applies.</summary>
    None,

    /// <summary>The policy that applies is none.</summary>
    Monitoring,

    /// <summary>quarantine with <c>t=y</c>: treated as none.</summary>
    QuarantineTest,

    Quarantine,

    /// <summary>reject with <c>t=y</c>: treated as quarantine.</summary>
    RejectTest,

    Reject,

    /// <summary>DNS could not tell.</summary>
    Unknown,
}

/// <summary>Words of RFC 9989 for the enumerations.</summary>
public static class DmarcWords
{
    /// <summary><c>none</c>, <c>quarantine</c> or <c>reject</c>.</summary>
    public static string ToWord(this AssessmentPolicy policy) => policy switch
    {
        AssessmentPolicy.None => "none",
        AssessmentPolicy.Quarantine => "quarantine",
        _ => "reject",
    };

    /// <summary>One level lower, as <c>t=y</c> asks for; none stays none (RFC 9989 4.7).</summary>
    public static AssessmentPolicy OneLevelLower(this AssessmentPolicy policy) =>
        policy == AssessmentPolicy.Reject ? AssessmentPolicy.Quarantine : AssessmentPolicy.None;

    /// <summary><c>r</c> or <c>s</c>.</summary>
    public static string ToWord(this AlignmentMode mode) => mode == AlignmentMode.Strict ? "s" : "r";

    /// <summary><c>u</c>, <c>y</c> or <c>n</c>.</summary>
    public static string ToWord(this PsdFlag psd) => psd switch { PsdFlag.Yes => "y", PsdFlag.No => "n", _ => "u" };

    /// <summary>The stage as documents spell it, such as <c>reject-test</c>.</summary>
    public static string ToWord(this PolicyStage stage) => stage switch
    {
        PolicyStage.None => "none",
        PolicyStage.Monitoring => "monitoring",
        PolicyStage.QuarantineTest => "quarantine-test",
        PolicyStage.Quarantine => "quarantine",
        PolicyStage.RejectTest => "reject-test",
        PolicyStage.Reject => "reject",
        _ => "unknown",
    };

    /// <summary>The stage that a word of <see cref="ToWord(PolicyStage)"/> names; null for any other text, and for unknown.</summary>
    public static PolicyStage? ParseStage(string? word) =>
        Enum.GetValues<PolicyStage>().Cast<PolicyStage?>().FirstOrDefault(stage => stage != PolicyStage.Unknown && stage!.Value.ToWord() == word);
}
