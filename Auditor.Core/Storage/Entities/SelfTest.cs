namespace Auditor.Core.Storage.Entities;

/// <summary>
/// A report that this installation made, to see whether one that comes into a mailbox ends in the ledger. It is known again by its text, which holds a number that nobody
/// can guess: no other report is taken for it, and it is taken once.
/// </summary>
public sealed class SelfTest
{
    public long Id { get; set; }

    public int MailboxId { get; set; }

    /// <summary>128 random bits in hexadecimal: part of the report's id and of the mail's Message-ID.</summary>
    public required string Nonce { get; set; }

    /// <summary>SHA-256 of the report's text.</summary>
    public required byte[] ContentHash { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When the server had taken the mail; null before.</summary>
    public DateTimeOffset? AppendedAt { get; set; }

    /// <summary>When a poll read the report, in the transaction of its ledger entry; null before.</summary>
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>When the mail was gone from the server again; null before, and when it was left there.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>When all was over; null while the test runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The step that failed; null when none did.</summary>
    public SelfTestStep? FailedStep { get; set; }

    /// <summary>Why it failed, or why the mail was left; one sentence, null when there is nothing to say.</summary>
    public string? Note { get; set; }
}

/// <summary>The steps of a self-test, in their order.</summary>
public enum SelfTestStep
{
    /// <summary>Putting the mail into the folder (IMAP APPEND).</summary>
    Append = 1,

    /// <summary>A poll that finds it there.</summary>
    Poll = 2,

    /// <summary>Reading the report in it.</summary>
    Parse = 3,

    /// <summary>Its entry in the ledger.</summary>
    Ledger = 4,

    /// <summary>Removing the mail (UID EXPUNGE).</summary>
    Remove = 5,
}
