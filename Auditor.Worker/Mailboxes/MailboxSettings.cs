using System.Text;

namespace Auditor.Worker.Mailboxes;

/// <summary>How the connection to the server is protected. There is no "when available": that could be stripped on the way.</summary>
public enum MailboxSecurity
{
    /// <summary>TLS from the first byte (RFC 8314 3.2), usually port 993.</summary>
    ImplicitTls = 0,

    /// <summary>TLS by the STARTTLS command (RFC 9051 6.2.1), usually port 143; no sign-in without it.</summary>
    StartTls = 1,

    /// <summary>No protection: the password and the reports travel in the clear.</summary>
    None = 2,
}

/// <summary>What becomes of a mail on the server once its reports are stored.</summary>
public enum MailboxAction
{
    /// <summary>Nothing: the reader keeps its own place.</summary>
    Leave = 0,

    /// <summary>It is flagged <c>\Seen</c>.</summary>
    MarkSeen = 1,

    /// <summary>It is moved to the folder for processed mails, or to the one for failed mails.</summary>
    Move = 2,
}

/// <summary>All that is needed to read one mailbox.</summary>
public sealed record MailboxSettings
{
    /// <summary>Number of the mailbox in the database; 0 for one that is only tested.</summary>
    public int Id { get; init; }

    public required string Host { get; init; }

    public int Port { get; init; } = 993;

    public MailboxSecurity Security { get; init; }

    public required string UserName { get; init; }

    /// <summary>The password in the clear; never printed, logged or kept in a job's arguments.</summary>
    public required string Password { get; init; }

    /// <summary>The folder that is read; its levels may be written with <c>/</c> whatever the server's separator is.</summary>
    public string Folder { get; init; } = "INBOX";

    public MailboxAction Action { get; init; }

    /// <summary>Where <see cref="MailboxAction.Move"/> puts a mail whose parts were all taken; created when missing.</summary>
    public string ProcessedFolder { get; init; } = "Processed";

    /// <summary>Where <see cref="MailboxAction.Move"/> puts a mail with a quarantined or failed part; created when missing.</summary>
    public string FailedFolder { get; init; } = "Failed";

    /// <summary>SHA-256 of a certificate that is trusted whatever it says, as hex (colons allowed); null for none.</summary>
    public string? TrustedFingerprint { get; init; }

    /// <summary>PEM file with further authorities; the certificate's name must still fit. Null for none.</summary>
    public string? TrustedCaFile { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"Id = {Id}, Host = {Host}, Port = {Port}, Security = {Security}, UserName = {UserName}, Folder = {Folder}");
        return true;
    }
}
