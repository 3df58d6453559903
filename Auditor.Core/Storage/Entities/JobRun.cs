namespace Auditor.Core.Storage.Entities;

/// <summary>One run of a job, for the jobs page.</summary>
public sealed class JobRun
{
    /// <summary>Name of the runs that make backups.</summary>
    public const string BackupName = "backup";

    public long Id { get; set; }

    public required string Name { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while it runs, and for good when it was killed.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    public JobOutcome Outcome { get; set; }

    /// <summary>Items done.</summary>
    public int Done { get; set; }

    /// <summary>Items that failed.</summary>
    public int Failed { get; set; }

    /// <summary>Items in all; null when not known beforehand.</summary>
    public int? Total { get; set; }

    /// <summary>What went wrong, in one line; null otherwise.</summary>
    public string? Error { get; set; }
}

/// <summary>How a run ended.</summary>
public enum JobOutcome
{
    Running = 1,
    Succeeded = 2,
    Failed = 3,
    Cancelled = 4,
}
