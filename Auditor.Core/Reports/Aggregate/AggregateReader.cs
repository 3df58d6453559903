using System.Diagnostics.CodeAnalysis;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Hands out the rows of one aggregate report as they are read; memory does not grow with them.</summary>
public abstract class AggregateReader
{
    /// <summary>Everything but the rows.</summary>
    public abstract AggregateReport Header { get; }

    /// <summary>Rows handed out so far.</summary>
    public abstract int RowCount { get; }

    /// <summary>Messages of the rows handed out so far.</summary>
    public abstract long MessageCount { get; }

    /// <summary>The next row; false at the end, whatever kind of end <see cref="Completion"/> says it was.</summary>
    public abstract bool TryRead([NotNullWhen(true)] out ReportRow? row);

    /// <summary>How it ended.</summary>
    /// <exception cref="InvalidOperationException">Rows are left to read.</exception>
    public abstract PartCompletion Completion { get; }
}
