using System.Collections.Immutable;

namespace Auditor.Core.Scoring;

/// <summary>A score with its account: 100 less <see cref="Value"/> is the sum of the deductions and of what the cap takes.</summary>
public sealed record Score
{
    /// <summary>0 to 100; null while SPF or DMARC was not assessed.</summary>
    public int? Value { get; init; }

    /// <summary>The letter; null with <see cref="Value"/>.</summary>
    public string? Grade { get; init; }

    /// <summary>Version of the rules that made it.</summary>
    public int Rubric { get; init; }

    /// <summary>True when optional standards count: then the points of all categories are 110, and the score is their share of it in hundredths.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Points of all categories that could be assessed.</summary>
    public int AssessedPoints { get; init; }

    /// <summary>The cap in force; null when none lowers the score.</summary>
    public int? HeldAt { get; init; }

    /// <summary>Code of the finding that sets the cap; null without one.</summary>
    public string? HeldBy { get; init; }

    public ImmutableArray<CategoryScore> Categories { get; init; } = [];

    /// <summary>What costs points, the costliest first.</summary>
    public ImmutableArray<Deduction> Deductions { get; init; } = [];
}

/// <summary>What one category lost.</summary>
/// <param name="Category">The category.</param>
/// <param name="Lost">Points lost, at most <paramref name="Of"/>.</param>
/// <param name="Of">Points that it has.</param>
/// <param name="IsAssessed">False when it left the denominator.</param>
public sealed record CategoryScore(ScoreCategory Category, int Lost, int Of, bool IsAssessed);

/// <summary>Points lost by one cause.</summary>
/// <param name="Code">Code of the finding.</param>
/// <param name="Title">Title of the finding.</param>
/// <param name="Points">
/// Share of the hundred, in hundredths at the finest; scaled up when categories left the denominator, and the costliest deduction also
/// carries what rounding down takes. While there is no score: points of the category.
/// </param>
/// <param name="Regained">What the score gains when only this is mended, the cap included; 0 while there is no score.</param>
public sealed record Deduction(string Code, string Title, decimal Points, int Regained);
