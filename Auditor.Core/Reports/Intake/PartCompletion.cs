using System.Collections.Immutable;

namespace Auditor.Core.Reports.Intake;

/// <summary>What reading a part came to; storing it is another matter (<see cref="PartOutcome"/>).</summary>
public enum ParseOutcome
{
    /// <summary>A report with at least one row.</summary>
    Parsed = 1,

    /// <summary>A report that says that nothing happened, or a damaged one that provably carries no rows.</summary>
    Empty = 2,

    /// <summary>No report of a kind that is read.</summary>
    NotAReport = 3,

    /// <summary>Cannot be used. Rows handed out before do not count.</summary>
    Quarantined = 4,
}

/// <summary>Something odd that was read all the same.</summary>
/// <param name="Code">Stable code, such as `unknown-value`.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Line">First line of the expanded text where it was met; null when it has none.</param>
/// <param name="Count">How often it was met.</param>
public sealed record Repair(string Code, string Text, int? Line = null, int Count = 1);

/// <summary>The end of a part.</summary>
public sealed record PartCompletion
{
    public required ParseOutcome Outcome { get; init; }

    /// <summary>Stable code of <see cref="IntakeReason"/>; null when parsed, and for an empty report that is well-formed.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The reason in words, one sentence; null when there is none.</summary>
    public string? Reason { get; init; }

    /// <summary>Line of the expanded text, counted from 1; null when the reason has no line.</summary>
    public int? Line { get; init; }

    /// <summary>What was repaired or kept as text, in order of the first occurrence, bounded by <see cref="IntakeLimits.MaxRepairs"/>.</summary>
    public ImmutableArray<Repair> Repairs { get; init; } = [];

    /// <summary>SHA-256 of the expanded text in lower-case hex; null when it was not read to its end.</summary>
    public string? ContentHash { get; init; }
}
