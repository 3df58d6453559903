namespace Auditor.Core.Storage.Rereading;

/// <summary>What reading a stored report again came to.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Changes">How the new reading differs; empty unless it does.</param>
public sealed record RereadResult(long ReportId, RereadOutcome Outcome, IReadOnlyList<RereadChange> Changes)
{
    /// <summary>Stable code of the reason that the old reading stays; null otherwise.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>The reason in one sentence; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Line of the report's text that the reason is about; null when it has none.</summary>
    public int? Line { get; init; }

    /// <summary>The reason with its line.</summary>
    public string? ReasonAndLine => Line is null ? Reason : $"{Reason} (line {Line.Value})";
}

/// <summary>What became of a stored report.</summary>
public enum RereadOutcome
{
    /// <summary>It reads as it is stored: nothing was written.</summary>
    Same = 1,

    /// <summary>It reads differently: the new reading is stored, or would be.</summary>
    Changed = 2,

    /// <summary>It cannot be read any more: the old reading stays.</summary>
    Failed = 3,

    /// <summary>Its bytes are not kept: the old reading stays.</summary>
    NoBytes = 4,

    /// <summary>Retention took its rows, which sums need: the old reading stays.</summary>
    NoRows = 5,

    /// <summary>A legal hold keeps its domain as it is: the old reading stays.</summary>
    Held = 6,

    /// <summary>There is no such report.</summary>
    Gone = 7,
}

/// <summary>One difference between two readings.</summary>
/// <param name="What">A column of the head, or a row and its column.</param>
/// <param name="Before">As stored; null for nothing.</param>
/// <param name="After">As read now; null for nothing.</param>
public sealed record RereadChange(string What, string? Before, string? After);
