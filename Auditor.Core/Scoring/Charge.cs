using System.Collections.Immutable;

namespace Auditor.Core.Scoring;

/// <summary>One line of a rubric: what a defect costs.</summary>
/// <param name="Category">The category that loses the points.</param>
/// <param name="Points">Points, before the category's bound.</param>
/// <param name="Codes">The findings that are this defect; several at once are charged once.</param>
internal sealed record Charge(ScoreCategory Category, int Points, params ImmutableArray<string> Codes)
{
    /// <summary>The score is held at this value while the defect is there; null for no cap.</summary>
    public int? Cap { get; init; }

    /// <summary>The cap where DKIM works, when that is another one.</summary>
    public int? CapWithDkim { get; init; }

    /// <summary>Points while one of <see cref="LighterBeside"/> is there as well, since both have one cause.</summary>
    public int LighterPoints { get; init; }

    public ImmutableArray<string> LighterBeside { get; init; } = [];

    /// <summary>Codes that already say this defect: beside one of them it costs nothing.</summary>
    public ImmutableArray<string> AbsorbedBy { get; init; } = [];

    /// <summary>The purposes that it is charged to; empty for all.</summary>
    public ImmutableArray<DomainPurpose> OnlyFor { get; init; } = [];

    /// <summary>Points when every own host has the defect; null when that makes no difference.</summary>
    public int? PointsWhenAllHosts { get; init; }

    /// <summary>True when the defect is there, is meant for this purpose, and is not said by another already.</summary>
    public bool AppliesTo(ScoringInput input) =>
        (OnlyFor.IsEmpty || OnlyFor.Contains(input.Purpose)) && input.Has(Codes) && !input.Has(AbsorbedBy);

    /// <summary>What it costs here.</summary>
    public int PointsFor(ScoringInput input)
    {
        if (PointsWhenAllHosts is { } all && input.Findings.Count(f => Codes.Contains(f.Code)) >= input.OwnHosts)
        {
            return all;
        }

        return input.Has(LighterBeside) ? LighterPoints : Points;
    }

    /// <summary>Where it holds the score; null for no cap.</summary>
    public int? CapFor(ScoringInput input) => input.HasWorkingDkim ? CapWithDkim ?? Cap : Cap;
}
