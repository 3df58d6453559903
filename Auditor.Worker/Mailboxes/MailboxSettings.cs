using System.Text;
using Auditor.Core.Storage.Entities;

namespace Auditor.Worker.Mailboxes;

/// <summary>All that is needed to read one mailbox.</summary>
public sealed record MailboxSettings
{
    /// <summary>Number of the mailbox in the database; 0 for one that is only tested.</summary>
    public int Id { get; init; }

    public required string Host { get; init; }

    public int Port { get; init; } = 993;

    public MailboxSecurity Security { get; init; } = MailboxSecurity.Tls;

    public required string UserName { get; init; }

    /// <summary>The password in the clear; never printed, logged or kept in a job's arguments.</summary>
    public required string Password { get; init; }

    /// <summary>Gives the token that takes the password's place; null to sign in with the password.</summary>
    public TokenSource? Token { get; init; }

    /// <summary>The folder that is read; its levels may be written with <c>/</c> whatever the server's separator is.</summary>
    public string Folder { get; init; } = "INBOX";

    public MailboxAction Action { get; init; } = MailboxAction.Leave;

    /// <summary>Where <see cref="MailboxAction.Move"/> puts a mail whose parts were all taken; created when missing.</summary>
    public string ProcessedFolder { get; init; } = "Processed";

    /// <summary>Where <see cref="MailboxAction.Move"/> puts a mail with a quarantined or failed part; created when missing.</summary>
    public string FailedFolder { get; init; } = "Failed";

    /// <summary>SHA-256 of a certificate that is trusted whatever it says, as hex (colons allowed); null for none.</summary>
    public string? TrustedFingerprint { get; init; }

    /// <summary>PEM file with further authorities; the certificate's name must still fit. Null for none.</summary>
    public string? TrustedCaFile { get; init; }

    /// <summary>The settings of a stored mailbox, with its password in the clear.</summary>
    public static MailboxSettings Of(Mailbox mailbox, string password)
    {
        ArgumentNullException.ThrowIfNull(mailbox);
        var processed = string.IsNullOrWhiteSpace(mailbox.DoneFolder) ? "Processed" : mailbox.DoneFolder;
        return new MailboxSettings
        {
            Id = mailbox.Id,
            Host = mailbox.Host,
            Port = mailbox.Port,
            Security = mailbox.Security,
            UserName = mailbox.UserName,
            Password = password,
            Folder = mailbox.Folder,
            Action = mailbox.Action,
            ProcessedFolder = processed,
            FailedFolder = string.IsNullOrWhiteSpace(mailbox.QuarantineFolder) ? processed : mailbox.QuarantineFolder,
            TrustedFingerprint = mailbox.TrustedFingerprint,
            TrustedCaFile = mailbox.TrustedCaFile,
        };
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(System.Globalization.CultureInfo.InvariantCulture, $"Id = {Id}, Host = {Host}, Port = {Port}, Security = {Security}, UserName = {UserName}, Folder = {Folder}");
        return true;
    }
}
