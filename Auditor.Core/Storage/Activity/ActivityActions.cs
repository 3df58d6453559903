namespace Auditor.Core.Storage.Activity;

/// <summary>The codes of what people do. They stand in the database and in filters.</summary>
public static class ActivityActions
{
    public const string DomainAdded = "domain.added";
    public const string DomainChanged = "domain.changed";
    public const string DomainRemoved = "domain.removed";
    public const string DomainDataDeleted = "domain.data-deleted";
    public const string LegalHoldChanged = "domain.legal-hold";
    public const string TlsAddressMade = "domain.tls-address";
    public const string MailboxAdded = "mailbox.added";
    public const string MailboxChanged = "mailbox.changed";
    public const string MailboxRemoved = "mailbox.removed";
    public const string MailboxSelfTested = "mailbox.self-tested";
    public const string SettingChanged = "setting.changed";
    public const string NoticeTested = "notice.tested";
    public const string SourceDecided = "source.decided";
    public const string FindingAccepted = "finding.accepted";
    public const string FindingWithdrawn = "finding.withdrawn";
    public const string QuarantineReleased = "quarantine.released";
    public const string QuarantineDiscarded = "quarantine.discarded";
    public const string QuarantineReparsed = "quarantine.reparsed";
    public const string ReportsReread = "report.reread";
    public const string TokenCreated = "token.created";
    public const string TokenRevoked = "token.revoked";
    public const string UserAdded = "user.added";
    public const string UserChanged = "user.changed";
    public const string UserLinked = "user.linked";
    public const string UserRemoved = "user.removed";
    public const string UserPasswordReset = "user.password-reset";
    public const string SignedIn = "user.signed-in";
    public const string SignInFailed = "user.sign-in-failed";
    public const string Exported = "export";
    public const string BackupDownloaded = "backup.downloaded";
    public const string BackupRestored = "backup.restored";

    /// <summary>All of them, for filters.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        DomainAdded, DomainChanged, DomainRemoved, DomainDataDeleted, LegalHoldChanged, TlsAddressMade, MailboxAdded, MailboxChanged, MailboxRemoved, MailboxSelfTested, SettingChanged, NoticeTested, SourceDecided, FindingAccepted,
        FindingWithdrawn, QuarantineReleased, QuarantineDiscarded, QuarantineReparsed, ReportsReread, TokenCreated, TokenRevoked, UserAdded, UserChanged, UserLinked, UserRemoved, UserPasswordReset, SignedIn,
        SignInFailed, Exported, BackupDownloaded, BackupRestored,
    ];
}
