using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Entities;

/// <summary>What became of one report part. Every part seen has exactly one entry; a mail without a report counts as one part.</summary>
public sealed class LedgerEntry
{
    public long Id { get; set; }

    public long RunId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>With the next three unique, so that a mail read again counts nothing twice; null for other sources.</summary>
    public int? MailboxId { get; set; }

    public long? UidValidity { get; set; }

    public long? Uid { get; set; }

    /// <summary>Place of the part within its mail or file, from 0.</summary>
    public int PartIndex { get; set; }

    /// <summary>SHA-256 of the whole mail or file; null when it was not fetched. Finds a mail again after the server renumbered its folder.</summary>
#pragma warning disable CA1819 // A blob column is an array in EF Core.
    public byte[]? InputHash { get; set; }
#pragma warning restore CA1819

    /// <summary>Message-ID of the mail, without its angle brackets; null outside mails.</summary>
    public string? MessageId { get; set; }

    /// <summary>RFC5322.From of the mail as text. Untrusted.</summary>
    public string? MailFrom { get; set; }

    /// <summary>Subject of the mail. Untrusted.</summary>
    public string? MailSubject { get; set; }

    /// <summary>File name or path as given; null for mailboxes.</summary>
    public string? Path { get; set; }

    /// <summary>Name inside archives, nested names joined by <c>!/</c>; null without one.</summary>
    public string? Entry { get; set; }

    public ReportKind Kind { get; set; }

    public PartOutcome Outcome { get; set; }

    /// <summary>Stable code; null when imported.</summary>
    public string? ReasonCode { get; set; }

    /// <summary>The reason in words.</summary>
    public string? Reason { get; set; }

    /// <summary>Line of the expanded text, from 1; null when there is none.</summary>
    public int? Line { get; set; }

    /// <summary>The report stored, or the one that this part repeats; null otherwise, or once it was deleted.</summary>
    public long? ReportId { get; set; }

    /// <summary>The kept bytes of a quarantined part.</summary>
    public long? QuarantinedPartId { get; set; }
}
