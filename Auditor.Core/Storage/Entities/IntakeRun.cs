namespace Auditor.Core.Storage.Entities;

/// <summary>One reading of a mailbox, one upload or one <c>ingest</c>. Its counts are written with the ledger entries and outlive them.</summary>
public sealed class IntakeRun
{
    public long Id { get; set; }

    public IntakeSource Source { get; set; }

    public int? MailboxId { get; set; }

    /// <summary>Who or what started it, for people: a user's name, a path; null for the schedule.</summary>
    public string? StartedBy { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while it runs, and for good when it was killed.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Parts seen; the sum of the six counts below, or something was lost.</summary>
    public int Seen { get; set; }

    public int Imported { get; set; }

    public int Duplicate { get; set; }

    public int Empty { get; set; }

    public int NotAReport { get; set; }

    public int Quarantined { get; set; }

    public int Failed { get; set; }

    /// <summary>What ended it early, in one line; null otherwise.</summary>
    public string? Error { get; set; }
}

/// <summary>The way a part came in.</summary>
public enum IntakeSource
{
    Mailbox = 1,
    Upload = 2,
    Files = 3,
    Reparse = 4,
    Demo = 5,

    /// <summary>Over HTTP, by a program with a token.</summary>
    Push = 6,

    /// <summary>A TLS report that its sender posted to a domain's address.</summary>
    TlsPost = 7,

    /// <summary>A file that was laid into the drop folder.</summary>
    DropFolder = 8,
}
