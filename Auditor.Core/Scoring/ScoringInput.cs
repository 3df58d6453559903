using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Scoring;

/// <summary>All that a score is made from: findings, and the few facts that say what they weigh.</summary>
public sealed record ScoringInput
{
    public DomainPurpose Purpose { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>True for the strict rubric, in which optional standards count.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The categories that DNS answered for. The others leave the denominator: they neither cost nor help.</summary>
    public ImmutableArray<ScoreCategory> Assessed { get; init; } = RubricOne.Categories(isStrict: false);

    /// <summary>True when at least one DKIM key can be used: the domain has one way left to authenticate without SPF.</summary>
    public bool HasWorkingDkim { get; init; }

    /// <summary>Addresses whose reverse DNS the owner answers for; how many of them fail decides what that costs.</summary>
    public int OwnHosts { get; init; }

    /// <summary>True when a finding of one of the codes is there.</summary>
    public bool Has(params ImmutableArray<string> codes) => Findings.Any(f => codes.Contains(f.Code));
}
