using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Parts by outcome. Every part seen has exactly one, so the sum of the outcomes is <see cref="Seen"/>.</summary>
public sealed record LedgerSummary
{
    /// <summary>Parts seen, counted as they came and apart from their outcomes.</summary>
    public int Seen { get; init; }

    public int Imported { get; init; }

    public int Duplicate { get; init; }

    public int Empty { get; init; }

    public int NotAReport { get; init; }

    public int Quarantined { get; init; }

    public int Failed { get; init; }

    /// <summary>False when a part was lost on the way.</summary>
    public bool IsBalanced => Seen == Imported + Duplicate + Empty + NotAReport + Quarantined + Failed;

    /// <summary>One part more, whose outcome is not known yet.</summary>
    internal LedgerSummary SeenOne() => this with { Seen = Seen + 1 };

    /// <summary>The outcome of a part seen before.</summary>
    internal LedgerSummary Ended(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Imported => this with { Imported = Imported + 1 },
        PartOutcome.Duplicate => this with { Duplicate = Duplicate + 1 },
        PartOutcome.Empty => this with { Empty = Empty + 1 },
        PartOutcome.NotAReport => this with { NotAReport = NotAReport + 1 },
        PartOutcome.Quarantined => this with { Quarantined = Quarantined + 1 },
        PartOutcome.Failed => this with { Failed = Failed + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
