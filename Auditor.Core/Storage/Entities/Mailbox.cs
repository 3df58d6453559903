namespace Auditor.Core.Storage.Entities;

/// <summary>A mailbox that reports are read from, with its checkpoint.</summary>
public sealed class Mailbox
{
    public int Id { get; set; }

    public required string Host { get; set; }

    public int Port { get; set; } = 993;

    public MailboxSecurity Security { get; set; } = MailboxSecurity.Tls;

    public required string UserName { get; set; }

    /// <summary>What the user proves itself with.</summary>
    public MailboxSignIn SignIn { get; set; }

    /// <summary>The password, protected with the key ring; never the text itself. Null asks for it again.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>Where tokens are asked for (RFC 6749 3.2); null with a password.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>The application that asks for tokens; null with a password.</summary>
    public string? ClientId { get; set; }

    /// <summary>The scope asked for; null leaves it out.</summary>
    public string? TokenScope { get; set; }

    /// <summary>The application's secret, protected as the password is; null for an application without one.</summary>
    public string? ProtectedClientSecret { get; set; }

    /// <summary>The newest refresh token, protected as the password is; null without one.</summary>
    public string? ProtectedRefreshToken { get; set; }

    /// <summary>SHA-256 of a certificate that is trusted whatever it says, as hex; null for none.</summary>
    public string? TrustedFingerprint { get; set; }

    /// <summary>PEM file with further certificate authorities; null for none.</summary>
    public string? TrustedCaFile { get; set; }

    public string Folder { get; set; } = "INBOX";

    public MailboxAction Action { get; set; } = MailboxAction.Leave;

    /// <summary>Where mails go once stored, with <see cref="MailboxAction.Move"/>.</summary>
    public string? DoneFolder { get; set; }

    /// <summary>Where mails with a quarantined part go, with <see cref="MailboxAction.Move"/>; null: as <see cref="DoneFolder"/>.</summary>
    public string? QuarantineFolder { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>True when new mail is only looked for at the interval, although the server would tell of it at once (RFC 2177).</summary>
    public bool PollOnly { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>UIDVALIDITY of the folder when it was last read (RFC 3501 2.3.1.1); null before the first time.</summary>
    public long? UidValidity { get; set; }

    /// <summary>Every mail up to this UID has its ledger entries.</summary>
    public long LastUid { get; set; }

    /// <summary>First UID of the batch that is being taken in, written before it is; 0 when none is. A batch that is still here was cut short.</summary>
    public long AttemptFirstUid { get; set; }

    /// <summary>Last UID of that batch.</summary>
    public long AttemptLastUid { get; set; }

    /// <summary>What the tries of that batch have cost: decides when a mail that cannot be taken in is passed.</summary>
    public int AttemptCount { get; set; }

    public int PollIntervalSeconds { get; set; } = 900;

    public DateTimeOffset NextPollAt { get; set; }

    /// <summary>Until when a worker reads the mailbox; null or past: free to take.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? LastPollAt { get; set; }

    public DateTimeOffset? LastSuccessAt { get; set; }

    /// <summary>What failed last, in one line without secrets; null after a success.</summary>
    public string? LastError { get; set; }

    /// <summary>The step that failed: resolve, connect, tls, token, login, folder, fetch, action or store.</summary>
    public string? LastErrorStep { get; set; }

    /// <summary>Polls that failed in a row; decides the wait.</summary>
    public int FailureCount { get; set; }

    /// <summary>UIDVALIDITY before the server numbered the folder anew; null when it never did.</summary>
    public long? FormerUidValidity { get; set; }

    /// <summary>When a poll met the new one; null when none did.</summary>
    public DateTimeOffset? UidValidityChangedAt { get; set; }

    /// <summary>When the server last let the user in.</summary>
    public DateTimeOffset? SignedInAt { get; set; }

    /// <summary>When the folder was last looked into: what waits in it was true then. Null before the first time.</summary>
    public DateTimeOffset? LookedAt { get; set; }

    /// <summary>Mails that no ledger entry stands for yet, at <see cref="LookedAt"/>.</summary>
    public int WaitingMails { get; set; }

    /// <summary>INTERNALDATE of the oldest of them; null when none waits, or when the server did not tell.</summary>
    public DateTimeOffset? OldestWaitingAt { get; set; }

    /// <summary>When the server last told the quota (RFC 9208); null when it tells none.</summary>
    public DateTimeOffset? QuotaAt { get; set; }

    /// <summary>Bytes that the folder's quota root holds; null when the server tells none.</summary>
    public long? QuotaUsedBytes { get; set; }

    /// <summary>Bytes that it may hold; null when there is no limit.</summary>
    public long? QuotaLimitBytes { get; set; }
}

/// <summary>How the connection is protected.</summary>
public enum MailboxSecurity
{
    /// <summary>TLS from the first byte.</summary>
    Tls = 1,

    /// <summary>STARTTLS, refused when the server does not offer it.</summary>
    StartTls = 2,

    /// <summary>No protection: only for a server on the same machine.</summary>
    None = 3,
}

/// <summary>What a mailbox's user proves itself with. Passwords are 0, so that mailboxes of before have them.</summary>
public enum MailboxSignIn
{
    Password = 0,

    /// <summary>A token for the application itself (RFC 6749 4.4), as Microsoft 365 gives them.</summary>
    ClientCredentials = 1,

    /// <summary>A token for the refresh token of a person who consented (RFC 6749 6), as Google and Microsoft give them.</summary>
    RefreshToken = 2,
}

/// <summary>What happens to a mail once its parts are stored.</summary>
public enum MailboxAction
{
    Leave = 1,
    Flag = 2,
    Move = 3,
}
