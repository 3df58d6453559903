using Auditor.Worker.Reports;

namespace Auditor.Worker.Settings;

/// <summary>Every setting and every key of the configuration.</summary>
public static class SettingCatalogue
{
    public const string DnsResolvers = "Dns:Resolvers";
    public const string DnsTimeout = "Dns:Timeout";

    /// <summary>Zone files that answer instead of the network; configuration only.</summary>
    public const string DnsZoneFiles = "Dns:ZoneFiles";

    public const string WorkerConcurrency = "Worker:Concurrency";
    public const string ScheduleTimeZone = "Schedule:TimeZone";
    public const string ScheduleNightlyAudit = "Schedule:NightlyAudit";
    public const string RetentionRows = "Retention:RowDays";
    public const string RetentionRaw = Auditor.Core.Storage.StorageOptions.RawDaysKey;
    public const string RetentionAudits = "Retention:AuditDays";
    public const string RetentionLedger = "Retention:LedgerDays";
    public const string RetentionFailures = "Retention:FailureDays";
    public const string KeepFailureReports = Auditor.Core.Storage.StorageOptions.KeepFailureReportsKey;
    public const string Blocklists = "Blocklists:Enabled";
    public const string SmtpProbe = "Smtp:Probe";
    public const string ScoreStrict = "Score:Strict";
    public const string ReportsCountManual = "Reports:CountManual";
    public const string ReportsDaysUntilTrusted = "Reports:DaysUntilTrusted";
    public const string ReportsKnownReporters = "Reports:KnownReporters";
    public const string ReportsTrustedAuthServId = "Reports:TrustedAuthServId";
    public const string ScheduleNotice = "Schedule:Notice";
    public const string NoticesWhen = "Notices:When";
    public const string NoticesLanguage = "Notices:Language";
    public const string NoticesAddress = "Notices:Address";
    public const string NoticesFrom = "Notices:From";
    public const string NoticesTo = "Notices:To";
    public const string NoticesSmtpHost = "Notices:Smtp:Host";
    public const string NoticesSmtpPort = "Notices:Smtp:Port";
    public const string NoticesSmtpSecurity = "Notices:Smtp:Security";
    public const string NoticesSmtpUserName = "Notices:Smtp:UserName";
    public const string NoticesSmtpTrustedFingerprint = "Notices:Smtp:TrustedFingerprint";
    public const string NoticesSmtpTrustedCaFile = "Notices:Smtp:TrustedCaFile";
    public const string NoticesWebhook = "Notices:Webhook";
    public const string NoticesHeartbeat = "Notices:Heartbeat";

    /// <summary>Password of the SMTP user; in the configuration, or in the database protected with the key ring.</summary>
    public const string NoticesSmtpPassword = "Notices:Smtp:Password";

    /// <summary>Secret that webhooks are signed with; kept as the password is.</summary>
    public const string NoticesWebhookSecret = "Notices:WebhookSecret";

    /// <summary>Whether notices may go to private addresses over HTTP; configuration only, since it opens the own network to whoever may change settings.</summary>
    public const string NoticesAllowPrivate = "Notices:AllowPrivate";

    public const string BackupWhen = "Backup:When";
    public const string BackupAt = "Backup:At";
    public const string BackupKeep = "Backup:Keep";

    /// <summary>Where backups lie; configuration only, since it is a place on the machine.</summary>
    public const string BackupFolder = "Backup:Folder";

    /// <summary>What backups are encrypted with; in the configuration, or in the database protected with the key ring.</summary>
    public const string BackupPassphrase = "Backup:Passphrase";

    /// <summary>Ends the key of a file that holds a secret.</summary>
    internal const string FileSuffix = BlocklistConfiguration.FileSuffix;

    public const string WorkerHostInWeb = "Worker:HostInWeb";

    /// <summary>The name that the SMTP probe gives; configuration only.</summary>
    public const string SmtpEhloName = "Smtp:EhloName";

    /// <summary>A file with sending services of one's own; configuration only.</summary>
    public const string CataloguesSenders = "Catalogues:Senders";

    /// <summary>A file with a user's own names of senders by reverse name; configuration only.</summary>
    public const string CataloguesReverseNames = "Catalogues:ReverseNames";

    /// <summary>Databases of countries and networks in MaxMind's form, separated by commas; configuration only.</summary>
    public const string AddressesDatabases = "Addresses:Databases";

    private static readonly string[] Rhythms = ["daily", "weekly", "never"];

    /// <summary>What people may change on the settings page.</summary>
    public static IReadOnlyList<SettingDefinition> Settings { get; } =
    [
        new(DnsResolvers, string.Empty, "DNS resolvers", "Addresses of resolvers, with a port where it is not 53. Empty: those of the system.", SettingValues.Resolvers),
        new(DnsTimeout, "4.5s", "DNS time limit", "How long one question may take, all tries together.", SettingValues.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))),
        new(WorkerConcurrency, "64", "Audits at the same time", "Domains that are audited side by side.", SettingValues.Number(1, 512)),
        new(ScheduleTimeZone, "UTC", "Time zone", "The zone of the schedule, as an IANA name such as Europe/Zurich.", SettingValues.TimeZone),
        new(ScheduleNightlyAudit, "02:00", "Nightly audit", "When all domains are audited, in that zone.", SettingValues.TimeOfDay),
        new(ScheduleNotice, "07:00", "Morning notice", "When the notice of the night is sent, in that zone; while audits are still under way it waits, two hours at most.", SettingValues.TimeOfDay),
        new(NoticesWhen, "action", "When a notice is sent", "action: when something needs you or changed. always: every morning. never: no notices.", SettingValues.Choice("action", "always", "never")),
        new(NoticesLanguage, "en", "Language of notices", "en or de.", SettingValues.Choice("en", "de")),
        new(NoticesAddress, string.Empty, "Address of this installation", "Links in notices begin with it, for example https://auditor.example.com. Empty: no links.", SettingValues.WebAddress),
        new(NoticesSmtpHost, string.Empty, "SMTP server", "The server that takes notices by mail. Empty: no mail.", SettingValues.Host),
        new(NoticesSmtpPort, "587", "SMTP port", "Usually 465 with TLS, 587 with STARTTLS, 25 without protection.", SettingValues.Number(1, 65535)),
        new(NoticesSmtpSecurity, "starttls", "Protection of SMTP", "tls, starttls or none; none only for a server on the same machine or network.", SettingValues.Choice("tls", "starttls", "none")),
        new(NoticesSmtpUserName, string.Empty, "SMTP user", "Empty: nobody signs in.", SettingValues.Line),
        new(NoticesSmtpTrustedFingerprint, string.Empty, "SHA-256 fingerprint of the SMTP certificate", "A certificate that is trusted whatever it says. Empty: none.", SettingValues.Line),
        new(NoticesSmtpTrustedCaFile, string.Empty, "PEM file of further authorities", "For an SMTP server with a certificate of your own authority. Empty: none.", SettingValues.Line),
        new(NoticesFrom, string.Empty, "From", "The address that notices come from.", SettingValues.MailAddress),
        new(NoticesTo, string.Empty, "To", "Addresses that get notices by mail, separated by commas.", SettingValues.MailAddresses),
        new(NoticesWebhook, string.Empty, "Webhook", "An https address that gets each notice as JSON. Empty: none.", SettingValues.WebAddress),
        new(NoticesHeartbeat, string.Empty, "Heartbeat", "An https address that is requested after each complete nightly audit, so that somebody else notices when none ran. Empty: none.", SettingValues.WebAddress),
        new(BackupWhen, "daily", "When a backup is made", "Weekly is on Sundays. Without a passphrase none is made.", SettingValues.Choice(Rhythms), Rhythms),
        new(BackupAt, "03:30", "Time of the backup", "In the zone of the schedule. One that was missed is made as soon as the service runs.", SettingValues.TimeOfDay),
        new(BackupKeep, "14", "Backups that are kept", "Older ones are deleted once a new one was read back.", SettingValues.Number(1, 1000)),
        new(Blocklists, "true", "Ask blocklists", "Lists are asked daily about own addresses and domains; one that refuses this resolver, or fails its test points, is not asked further.", Boolean),
        new(SmtpProbe, "false", "Look at mail hosts over SMTP", "When on, audits connect to declared sending addresses and to mail exchangers inside the domain, and read greeting, STARTTLS and certificate.", Boolean),
        new(ScoreStrict, "false", "Score optional standards too", "When on, MTA-STS, TLS-RPT, DNSSEC, DANE, BIMI and leftovers count as a sixth category of 10 points. Each score says how it was made; it changes with the next audit.", Boolean),
        new(ReportsCountManual, "true", "Count reports brought in by people", "Whether uploads, imported files and what was stored before authenticity was checked count for verdicts, beside verified reports.", Boolean),
        new(ReportsDaysUntilTrusted, "14", "Days until an unknown reporter counts", "An unknown reporter whose mails are signed counts once its first report is so many days old and reports came on half of them. 0: never.", SettingValues.Number(0, 365)),
        new(ReportsKnownReporters, string.Empty, "Further known reporters", "Domains whose signed reports count at once, beside those of the catalogue.", SettingValues.Domains),
        new(ReportsTrustedAuthServId, string.Empty, "Own receiving server", "Name (authserv-id) under which your own server writes Authentication-Results into mails; its word then counts as a signature check does. It must remove such headers of others. Empty: none.", SettingValues.HostName),
        new(RetentionRows, "400", "Days that report rows are kept", "Older rows are deleted; the daily figures stay.", SettingValues.Number(1, 36500)),
        new(RetentionRaw, "400", "Days that reports are kept as they arrived", "Older ones lose the file that came; rows and figures stay. 0: none is kept.", SettingValues.Number(0, 36500)),
        new(KeepFailureReports, "false", "Keep failure reports", "Reports about single messages name people. When on, they are kept without subject and body, and mailboxes in them are hashed. Complaints are counted either way.", Boolean),
        new(RetentionFailures, "30", "Days that failure reports are kept", "Older ones are deleted.", SettingValues.Number(1, 36500)),
        new(RetentionAudits, "400", "Days that whole audits are kept", "Of older ones the score and the changes stay.", SettingValues.Number(1, 36500)),
        new(RetentionLedger, "400", "Days that the ledger and quarantine are kept", "Older entries are deleted; the figures of each run stay.", SettingValues.Number(1, 36500)),
        .. ThresholdCatalogue.Keys.Select(k => k.Definition),
    ];

    /// <summary>Keys that only the configuration may give, with the check of their values. A key that ends in <c>:*</c> is a list.</summary>
    public static IReadOnlyDictionary<string, Func<string, string?>> ConfigurationOnly { get; } = new Dictionary<string, Func<string, string?>>(LimitConfiguration.Keys.ToDictionary(k => k.Key, k => (Func<string, string?>)k.Check).Concat(OidcConfiguration.Checks), StringComparer.OrdinalIgnoreCase)
    {
        [WorkerHostInWeb] = Boolean,
        [DnsZoneFiles] = ZoneFiles,
        [DnsZoneFiles + ":*"] = ZoneFiles,
        [BlocklistConfiguration.SpamhausKey] = BlocklistConfiguration.CheckKey,
        [BlocklistConfiguration.SpamhausKey + BlocklistConfiguration.FileSuffix] = BlocklistConfiguration.CheckKeyFile,
        [BlocklistConfiguration.AbusixKey] = BlocklistConfiguration.CheckKey,
        [BlocklistConfiguration.AbusixKey + BlocklistConfiguration.FileSuffix] = BlocklistConfiguration.CheckKeyFile,
        [BlocklistConfiguration.Catalogue] = BlocklistConfiguration.CheckCatalogue,
        [SmtpEhloName] = text => Auditor.Core.Dns.DomainName.TryParse(text, out var name) && name.IsHostName ? null : $"'{text}' is no full host name, such as auditor.example.com.",
        [CataloguesSenders] = SenderFile.Problem,
        [CataloguesReverseNames] = OwnNamesFile.Problem,
        [AddressesDatabases] = AddressDatabases.Problem,
        [NoticesSmtpPassword] = Anything,
        [NoticesSmtpPassword + FileSuffix] = Anything,
        [NoticesWebhookSecret] = Anything,
        [NoticesWebhookSecret + FileSuffix] = Anything,
        [NoticesAllowPrivate] = Boolean,
        [NoticesTo + ":*"] = SettingValues.MailAddresses,
        [BackupFolder] = Anything,
        [BackupPassphrase] = Auditor.Core.Storage.Backups.BackupPassphrase.Problem,
        [BackupPassphrase + FileSuffix] = Anything,
        [DropFolderOptions.FolderKey] = DropFolderOptions.CheckFolder,
        [DropFolderOptions.DoneKey] = DropFolderOptions.CheckTarget,
        [DropFolderOptions.InvalidKey] = DropFolderOptions.CheckTarget,
        ["Storage:Provider"] = text => text.Trim().ToLowerInvariant() is "sqlite" or "postgres" ? null : $"'{text}' is no storage provider; write sqlite or postgres.",
        ["Storage:Path"] = Anything,
        ["Storage:ConnectionString"] = Anything,
        ["Storage:ConnectionString_FILE"] = Anything,
        ["Storage:BusyTimeoutSeconds"] = SettingValues.Number(1, 600),
        ["Bootstrap:AdminEmail"] = Anything,
        ["Bootstrap:AdminPassword"] = Anything,
        ["Bootstrap:AdminPassword_FILE"] = Anything,
        ["Web:PathBase"] = text => text.Length == 0 || (text[0] == '/' && text[^1] != '/') ? null : $"'{text}' is no path; it begins with a slash and does not end with one, for example /auditor.",
        ["Web:KnownProxies:*"] = text => System.Net.IPAddress.TryParse(text, out _) || System.Net.IPNetwork.TryParse(text, out _) ? null : $"'{text}' is no address and no network.",
    };

    /// <summary>The definition of a key.</summary>
    /// <exception cref="ArgumentException">There is no such setting.</exception>
    public static SettingDefinition Find(string key) =>
        Settings.FirstOrDefault(s => s.Key.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? throw new ArgumentException($"There is no setting '{key}'.", nameof(key));

    private static string? Boolean(string text) => bool.TryParse(text, out _) ? null : $"'{text}' is neither true nor false.";

    private static string? ZoneFiles(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(f => !File.Exists(f)) is { } missing ? $"There is no file '{missing}'." : null;

    private static string? Anything(string text) => string.IsNullOrWhiteSpace(text) ? "It is empty." : null;
}
