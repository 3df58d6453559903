using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Worker.Mailboxes.Finding;

/// <summary>A provider of mailboxes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Exchangers">The ends of the names of its mail hosts.</param>
/// <param name="Host">Its IMAP server; null when it has none.</param>
/// <param name="Remark">What it asks for, one sentence; null when a password is enough.</param>
internal sealed record MailProvider(string Name, ImmutableArray<string> Exchangers, string? Host, string? Remark = null)
{
    /// <summary>
    /// The providers, those with the more special names first. Provenance: general knowledge of November 2026; only Infomaniak and Zoho were
    /// compared with the providers' pages, and OVHcloud with another's. All listen on port 993 with TLS. It is a proposal: nothing is sent before somebody tests or saves it, and the test of the connection tells.
    /// </summary>
    public static ImmutableArray<MailProvider> All { get; } =
    [
        new("Google (Gmail, Workspace)", ["google.com", "googlemail.com"], "imap.gmail.com", NeedsToken("Google")),
        new("Outlook.com", ["olc.protection.outlook.com"], "outlook.office365.com", NeedsToken("Microsoft")),
        new("Microsoft 365", ["mail.protection.outlook.com", "mx.microsoft"], "outlook.office365.com", NeedsToken("Microsoft")),
        new("Fastmail", ["messagingengine.com"], "imap.fastmail.com", NeedsAppPassword("Fastmail")),
        new("Zoho (EU)", ["zoho.eu"], "imappro.zoho.eu", NeedsSwitch("Zoho")),
        new("Zoho (India)", ["zoho.in"], "imappro.zoho.in", NeedsSwitch("Zoho")),
        new("Zoho", ["zoho.com"], "imappro.zoho.com", NeedsSwitch("Zoho")),
        new("IONOS (Deutschland)", ["ionos.de", "kundenserver.de"], "imap.ionos.de"),
        new("IONOS (UK)", ["ionos.co.uk", "1and1.co.uk"], "imap.ionos.co.uk"),
        new("IONOS (France)", ["ionos.fr", "1and1.fr"], "imap.ionos.fr"),
        new("IONOS (España)", ["ionos.es", "1and1.es"], "imap.ionos.es"),
        new("IONOS (Italia)", ["ionos.it", "1and1.it"], "imap.ionos.it"),
        new("IONOS", ["ionos.com", "1and1.com"], "imap.ionos.com"),
        new("OVHcloud", ["mail.ovh.net", "ovh.net"], "ssl0.ovh.net"),
        new("mailbox.org", ["mailbox.org"], "imap.mailbox.org"),
        new("Proton Mail", ["protonmail.ch", "proton.me", "protonmail.com"], null, "Proton Mail has no IMAP server: only its Bridge, on a machine of yours, offers one. Name that machine, or use another mailbox for reports."),
        new("Tuta", ["tutanota.de", "tuta.com", "tutanota.com"], null, "Tuta has no IMAP server: use another mailbox for reports."),
        new("iCloud", ["mail.icloud.com"], "imap.mail.me.com", NeedsAppPassword("Apple")),
        new("AOL", ["mail.gm0.yahoodns.net"], "imap.aol.com", NeedsAppPassword("AOL")),
        new("Yahoo", ["yahoodns.net"], "imap.mail.yahoo.com", NeedsAppPassword("Yahoo")),
        new("GMX", ["gmx.net"], "imap.gmx.net", NeedsSwitch("GMX")),
        new("WEB.DE", ["web.de"], "imap.web.de", NeedsSwitch("WEB.DE")),
        new("STRATO", ["rzone.de"], "imap.strato.de"),
        new("Hetzner", ["your-server.de"], "mail.your-server.de"),
        new("Infomaniak", ["infomaniak.ch", "infomaniak.com"], "mail.infomaniak.com"),
        new("Gandi", ["mail.gandi.net"], "mail.gandi.net"),
        new("Migadu", ["migadu.com"], "imap.migadu.com"),
        new("Posteo", ["posteo.de"], "posteo.de"),
        new("Telekom", ["t-online.de"], "secureimap.t-online.de", "Telekom asks for a password of its own for mail programs."),
    ];

    /// <summary>The provider that a mail host belongs to; null when none is known.</summary>
    public static MailProvider? Of(DomainName exchanger) => All.FirstOrDefault(p => p.Exchangers.Any(e => exchanger.IsAtOrBelow(DomainName.Parse(e))));

    private static string NeedsToken(string name) => $"{name} takes no ordinary password: sign in with OAuth 2.0, or make an app password where the administrator allows it.";

    private static string NeedsAppPassword(string name) => $"{name} takes no ordinary password: make an app password for Auditor in the account's settings.";

    private static string NeedsSwitch(string name) => $"{name} lets programs in only once IMAP is switched on in the mailbox's settings.";
}
