using MailKit;

namespace Auditor.Worker.Mailboxes;

/// <summary>One mail of a batch.</summary>
/// <param name="Uid">Its UID.</param>
/// <param name="Bytes">RFC822.SIZE, as the server says before it is fetched.</param>
internal sealed record MailboxMail(UniqueId Uid, long Bytes)
{
    /// <summary>The mail; null when it was too large to be fetched.</summary>
    public SpillStream? Content { get; set; }

    /// <summary>Message-ID of a mail that was not fetched, to know it again; null otherwise.</summary>
    public string? MessageId { get; set; }

    /// <summary>Lets the content go; the mail may be fetched again.</summary>
    public void Reset()
    {
        Content?.Dispose();
        Content = null;
    }
}

/// <summary>What a poll did.</summary>
/// <param name="Mails">Mails taken in.</param>
/// <param name="Known">Mails that the server renumbered and that were in the ledger already.</param>
/// <param name="ActionError">Why mails could not be flagged or moved although they are stored; null when they could.</param>
internal sealed record MailboxPollResult(int Mails, int Known, string? ActionError);

/// <summary>A batch that is stored.</summary>
/// <param name="Good">Mails whose parts were all taken.</param>
/// <param name="Bad">Mails with a quarantined or failed part.</param>
/// <param name="Known">How many of both were in the ledger already, under another UID.</param>
internal sealed record StoredBatch(List<UniqueId> Good, List<UniqueId> Bad, int Known);

/// <summary>Where the reader stands, from the database.</summary>
/// <param name="UidValidity">Of the folder when it was last read; null before the first time.</param>
/// <param name="LastUid">Every mail up to it has its ledger entries.</param>
/// <param name="AttemptFirstUid">First UID of a batch that was cut short; 0 when none was.</param>
/// <param name="AttemptLastUid">Its last UID.</param>
/// <param name="AttemptCount">How often it was begun.</param>
internal sealed record MailboxCheckpoint(long? UidValidity, long LastUid, long AttemptFirstUid, long AttemptLastUid, int AttemptCount);
