namespace Auditor.Core.Storage.Entities;

/// <summary>Work asked for by a person. At most one open request per kind and target, so that asking twice does it once.</summary>
public sealed class WorkRequest
{
    public long Id { get; set; }

    public WorkKind Kind { get; set; }

    /// <summary>The domain's A-label name, the id of the mailbox or quarantined part as text, or which reports.</summary>
    public required string Target { get; set; }

    /// <summary>Who asked; null for the product itself.</summary>
    public string? CreatedBy { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When a worker took it last; null while it waits.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>Until when the worker holds it; past: free to take again.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why it could not be done, in one line; null otherwise.</summary>
    public string? Error { get; set; }
}

/// <summary>What is asked for.</summary>
public enum WorkKind
{
    Audit = 1,
    Reparse = 2,
    Poll = 3,

    /// <summary>As <see cref="Reparse"/>, without the limits that refused the part.</summary>
    Release = 4,

    /// <summary>Stored reports are read again from the bytes that came: the target is a <c>RereadScope</c>.</summary>
    Reread = 5,

    /// <summary>A report of our own is sent through a mailbox: the target is its id.</summary>
    SelfTest = 6,

    /// <summary>A backup is made: there is one target.</summary>
    Backup = 7,
}
