using Auditor.Core.Storage.Activity;

namespace Auditor.Web.Components.Pages.Settings;

/// <summary>The words for what people do.</summary>
internal static class ActivityWords
{
    /// <summary>The sentence part for a code; the code itself when it is unknown.</summary>
    public static string Of(string action) => action switch
    {
        ActivityActions.DomainAdded => "Domain added",
        ActivityActions.DomainChanged => "Domain changed",
        ActivityActions.DomainRemoved => "Domain removed",
        ActivityActions.DomainDataDeleted => "Data of a domain deleted",
        ActivityActions.LegalHoldChanged => "Legal hold changed",
        ActivityActions.TlsAddressMade => "Address for TLS reports made",
        ActivityActions.MailboxAdded => "Mailbox added",
        ActivityActions.MailboxChanged => "Mailbox changed",
        ActivityActions.MailboxRemoved => "Mailbox removed",
        ActivityActions.SettingChanged => "Setting changed",
        ActivityActions.SourceDecided => "Source decided",
        ActivityActions.QuarantineReleased => "Released from quarantine",
        ActivityActions.QuarantineDiscarded => "Discarded from quarantine",
        ActivityActions.QuarantineReparsed => "Quarantine read again",
        ActivityActions.TokenCreated => "Token created",
        ActivityActions.TokenRevoked => "Token revoked",
        ActivityActions.UserAdded => "Person added",
        ActivityActions.UserChanged => "Role changed",
        ActivityActions.UserRemoved => "Person removed",
        ActivityActions.UserPasswordReset => "New password",
        ActivityActions.SignedIn => "Signed in",
        ActivityActions.SignInFailed => "Sign-in refused",
        ActivityActions.Exported => "Exported",
        _ => action,
    };

    /// <summary>The word for the part of a code before its dot.</summary>
    public static string Kind(string kind) => kind switch
    {
        "domain" => "domains",
        "mailbox" => "mailboxes",
        "setting" => "settings",
        "source" => "sources",
        "quarantine" => "quarantine",
        "token" => "tokens",
        "user" => "people and sign-in",
        "export" => "exports",
        _ => kind,
    };
}
