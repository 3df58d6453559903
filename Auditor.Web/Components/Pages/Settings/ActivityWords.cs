using Auditor.Core.Storage.Activity;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages.Settings;

/// <summary>The words for what people do.</summary>
internal static class ActivityWords
{
    /// <summary>The sentence part for a code; the code itself when it is unknown.</summary>
    public static string Of(string action) => action switch
    {
        ActivityActions.DomainAdded => SettingTexts.DomainAdded,
        ActivityActions.DomainChanged => SettingTexts.DomainChanged,
        ActivityActions.DomainRemoved => SettingTexts.DomainRemoved,
        ActivityActions.DomainDataDeleted => SettingTexts.DomainDataDeleted,
        ActivityActions.LegalHoldChanged => SettingTexts.HoldChanged,
        ActivityActions.TlsAddressMade => SettingTexts.TlsAddressMade,
        ActivityActions.MailboxAdded => SettingTexts.MailboxAdded,
        ActivityActions.MailboxChanged => SettingTexts.MailboxChanged,
        ActivityActions.MailboxRemoved => SettingTexts.MailboxRemoved,
        ActivityActions.MailboxSelfTested => SettingTexts.MailboxSelfTested,
        ActivityActions.SettingChanged => SettingTexts.SettingChanged,
        ActivityActions.NoticeTested => SettingTexts.NoticeTested,
        ActivityActions.SourceDecided => SettingTexts.SourceDecided,
        ActivityActions.FindingAccepted => SettingTexts.RiskAccepted,
        ActivityActions.FindingWithdrawn => SettingTexts.RiskWithdrawn,
        ActivityActions.QuarantineReleased => SettingTexts.Released,
        ActivityActions.QuarantineDiscarded => SettingTexts.Discarded,
        ActivityActions.QuarantineReparsed => SettingTexts.Reparsed,
        ActivityActions.ReportsReread => SettingTexts.ReportsReread,
        ActivityActions.TokenCreated => SettingTexts.TokenCreated,
        ActivityActions.TokenRevoked => SettingTexts.TokenRevoked,
        ActivityActions.UserAdded => SettingTexts.PersonAdded,
        ActivityActions.UserChanged => SettingTexts.RoleChanged,
        ActivityActions.UserLinked => OidcTexts.PersonLinked,
        ActivityActions.UserRemoved => SettingTexts.PersonRemoved,
        ActivityActions.UserPasswordReset => SettingTexts.NewPassword,
        ActivityActions.SignedIn => SettingTexts.SignedIn,
        ActivityActions.SignInFailed => SettingTexts.SignInRefused,
        ActivityActions.Exported => SettingTexts.Exported,
        ActivityActions.BackupDownloaded => BackupTexts.Downloaded,
        ActivityActions.BackupRestored => BackupTexts.Restored,
        _ => action,
    };

    /// <summary>The word for the part of a code before its dot.</summary>
    public static string Kind(string kind) => kind switch
    {
        "domain" => SettingTexts.KindDomains,
        "mailbox" => SettingTexts.KindMailboxes,
        "setting" => SettingTexts.KindSettings,
        "notice" => SettingTexts.KindNotices,
        "source" => SettingTexts.KindSources,
        "finding" => SettingTexts.KindFindings,
        "quarantine" => SettingTexts.KindQuarantine,
        "report" => SettingTexts.KindReports,
        "token" => SettingTexts.KindTokens,
        "user" => SettingTexts.KindPeople,
        "export" => SettingTexts.KindExports,
        "backup" => BackupTexts.Kind,
        _ => kind,
    };
}
