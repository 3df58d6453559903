using System.Collections.Immutable;

namespace Auditor.Core.Senders.Classification;

/// <summary>A raw result of SPF or of one DKIM signature, as a reporter wrote it in lower case.</summary>
/// <param name="Domain">The SPF domain or the signing domain (d=).</param>
/// <param name="Result">pass, fail, permerror and so on.</param>
public readonly record struct IdentityResult(string Domain, string Result)
{
    public bool IsPass => Result == "pass";
}

/// <summary>What reports tell of mail from one address with one outcome.</summary>
public sealed record SourceEvidence
{
    /// <summary>The domain in the From header; the policy domain where reports did not say.</summary>
    public required string AuthorDomain { get; init; }

    public required bool SpfAligned { get; init; }

    public required bool DkimAligned { get; init; }

    /// <summary>Empty when no row with raw results was read.</summary>
    public ImmutableArray<IdentityResult> Spf { get; init; } = [];

    /// <summary>Empty without signatures, and when no row with raw results was read.</summary>
    public ImmutableArray<IdentityResult> Dkim { get; init; } = [];

    /// <summary>Types of override reasons, such as mailing_list (RFC 9990).</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>The term of the author domain's own SPF record that covers the address today; null when none does, or it is not known.</summary>
    public string? SpfTerm { get; init; }

    /// <summary>True when a receiver named a passing ARC chain as its reason.</summary>
    public bool ArcPassed { get; init; }
}

/// <summary>A class with the words that explain it.</summary>
/// <param name="Class">What the source is taken for.</param>
/// <param name="Confidence">How far that may be relied on.</param>
/// <param name="Reason">One sentence; it may quote names out of reports, so show it as text only.</param>
public sealed record SourceVerdict(SourceClass Class, ClassConfidence Confidence, string Reason);
