namespace Auditor.Core.Storage.Rereading;

/// <summary>How far reading many reports again is.</summary>
public sealed record RereadProgress
{
    /// <summary>What is read again, as <see cref="RereadScope.ToString"/> writes it.</summary>
    public required string Scope { get; init; }

    /// <summary>Version of the program that reads.</summary>
    public string? Version { get; init; }

    /// <summary>Reports of the scope whose bytes are kept, when it began.</summary>
    public int Total { get; init; }

    /// <summary>Reports without bytes, when it began.</summary>
    public int NoBytes { get; init; }

    /// <summary>The last report that was read: the next run goes on behind it.</summary>
    public long ReadTo { get; init; }

    public int Same { get; init; }

    public int Changed { get; init; }

    /// <summary>Reports that cannot be read any more.</summary>
    public int Failed { get; init; }

    /// <summary>Reports that stay for another reason: a legal hold, rows that are gone.</summary>
    public int LeftAlone { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Its record among the runs of jobs; null without one.</summary>
    public long? RunId { get; init; }

    /// <summary>Reports that were looked at.</summary>
    public int Done => Same + Changed + Failed + LeftAlone;

    /// <summary>With one more report.</summary>
    public RereadProgress With(RereadResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var next = this with { ReadTo = result.ReportId };
        return result.Outcome switch
        {
            RereadOutcome.Same => next with { Same = Same + 1 },
            RereadOutcome.Changed => next with { Changed = Changed + 1 },
            RereadOutcome.Failed => next with { Failed = Failed + 1 },
            RereadOutcome.NoBytes or RereadOutcome.Gone => next,
            _ => next with { LeftAlone = LeftAlone + 1 },
        };
    }
}
