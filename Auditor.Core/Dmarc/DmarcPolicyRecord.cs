using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>
/// A TXT text that a receiver takes for a DMARC record, with every tag read and its default filled in (RFC 9989 4.7).
/// </summary>
public sealed record DmarcPolicyRecord
{
    /// <summary>The record as published, its character-strings joined.</summary>
    public required string Text { get; init; }

    /// <summary>The tags as written, in order.</summary>
    public required ImmutableArray<TagListItem> Tags { get; init; }

    /// <summary>The <c>p</c> tag; null when it is absent or invalid.</summary>
    public AssessmentPolicy? P { get; init; }

    /// <summary>The <c>sp</c> tag; null when it is absent or invalid.</summary>
    public AssessmentPolicy? Sp { get; init; }

    /// <summary>The <c>np</c> tag; null when it is absent or invalid.</summary>
    public AssessmentPolicy? Np { get; init; }

    public AlignmentMode Adkim { get; init; }

    public AlignmentMode Aspf { get; init; }

    /// <summary>Failure reporting options: 0, 1, d, s; always 0 without <c>ruf</c>.</summary>
    public ImmutableArray<string> Fo { get; init; } = ["0"];

    /// <summary><c>t=y</c>: the policy applies one level lower.</summary>
    public bool TestMode { get; init; }

    public PsdFlag Psd { get; init; }

    /// <summary>The valid URIs of <c>rua</c>, in order.</summary>
    public ImmutableArray<ReportingUri> Rua { get; init; } = [];

    /// <summary>The valid URIs of <c>ruf</c>, in order.</summary>
    public ImmutableArray<ReportingUri> Ruf { get; init; } = [];

    /// <summary>False when a receiver does no DMARC processing with this record (RFC 9989 4.10.1, RFC 6376 3.2).</summary>
    public bool Applies { get; init; }

    /// <summary>True when <c>p</c>, <c>sp</c> or <c>np</c> is written with a value that it may not have.</summary>
    public bool HasInvalidPolicy => (P is null && HasTag("p")) || (Sp is null && HasTag("sp")) || (Np is null && HasTag("np"));

    /// <summary>True when a tag name occurs twice, which makes the whole list invalid (RFC 6376 3.2).</summary>
    public bool HasDuplicateTag { get; init; }

    /// <summary>The policy of the domain itself after the defaults; none while the record does not apply.</summary>
    public AssessmentPolicy EffectiveP { get; init; }

    /// <summary>The policy of existing subdomains after the defaults.</summary>
    public AssessmentPolicy EffectiveSp { get; init; }

    /// <summary>The policy of subdomains that do not exist, after the defaults.</summary>
    public AssessmentPolicy EffectiveNp { get; init; }

    /// <summary>Everything that is odd, in the order of the text.</summary>
    public ImmutableArray<DmarcProblem> Problems { get; init; } = [];

    /// <summary>The value of <paramref name="tag"/> (p, sp or np) after the defaults.</summary>
    public AssessmentPolicy Effective(string tag) => tag switch { "sp" => EffectiveSp, "np" => EffectiveNp, _ => EffectiveP };

    /// <summary>What remains of <paramref name="policy"/> in test mode.</summary>
    public AssessmentPolicy Applied(AssessmentPolicy policy) => TestMode ? policy.OneLevelLower() : policy;

    /// <summary>True when a tag of that name is written, valid or not.</summary>
    public bool HasTag(string name) => Tags.Any(t => t.Value is not null && t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc />
    public bool Equals(DmarcPolicyRecord? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
