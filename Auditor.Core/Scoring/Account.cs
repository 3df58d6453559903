using System.Collections.Immutable;

namespace Auditor.Core.Scoring;

/// <summary>The sums behind a score: what applies, what each category loses, and the cap.</summary>
internal sealed record Account
{
    /// <summary>Points of the categories that could be assessed.</summary>
    public required int Assessed { get; init; }

    public required ImmutableArray<CategoryScore> Categories { get; init; }

    /// <summary>Each charge that applies, bounded by what is left of its category.</summary>
    public required ImmutableArray<(string Code, int Points)> Lines { get; init; }

    /// <summary>The score before the cap, rounded down; null while SPF or DMARC was not assessed.</summary>
    public required int? Uncapped { get; init; }

    /// <summary>The lowest cap; null without one.</summary>
    public required int? Cap { get; init; }

    /// <summary>Code of the finding that sets <see cref="Cap"/>.</summary>
    public required string? CapCode { get; init; }

    public int? HeldAt => Uncapped > Cap ? Cap : null;

    public int? Value => HeldAt ?? Uncapped;

    public static Account Of(ScoringInput input)
    {
        var charges = RubricOne.Charges.Where(c => input.Assessed.Contains(c.Category) && c.AppliesTo(input)).ToList();
        var lines = ImmutableArray.CreateBuilder<(string Code, int Points)>();
        var categories = ImmutableArray.CreateBuilder<CategoryScore>();
        foreach (var category in RubricOne.Categories(input.IsStrict))
        {
            var full = RubricOne.FullPoints(category);
            var left = full;
            foreach (var charge in charges.Where(c => c.Category == category))
            {
                var points = Math.Min(left, charge.PointsFor(input));
                left -= points;
                lines.Add((CodeOf(charge, input), points));
            }

            categories.Add(new CategoryScore(category, full - left, full, input.Assessed.Contains(category)));
        }

        var assessed = categories.Where(c => c.IsAssessed).Sum(c => c.Of);
        var lost = categories.Sum(c => c.Lost);
        var isScored = input.Assessed.Contains(ScoreCategory.Dmarc) && input.Assessed.Contains(ScoreCategory.Spf);
        var lowest = charges.Where(c => c.CapFor(input) is not null).MinBy(c => c.CapFor(input));
        return new Account
        {
            Assessed = assessed,
            Categories = categories.ToImmutable(),
            Lines = lines.ToImmutable(),
            Uncapped = isScored ? 100 * (assessed - lost) / assessed : null,
            Cap = lowest?.CapFor(input),
            CapCode = lowest is null ? null : CodeOf(lowest, input),
        };
    }

    // Where a defect shows as several findings, the first in the rubric's order names it.
    private static string CodeOf(Charge charge, ScoringInput input) => charge.Codes.First(code => input.Has(code));
}
