using System.Globalization;

namespace Auditor.Web;

/// <summary>Every address of the product, in one place. All are relative to the base address, so that a path base works.</summary>
internal static class AuditorUrls
{
    public const string Overview = "";
    public const string Domains = "domains";
    public const string DomainImport = "domains/import";
    public const string Ingestion = "ingestion";
    public const string Settings = "settings";
    public const string Jobs = "jobs";
    public const string Changes = "changes";
    public const string ChangesSeen = "changes/seen";
    public const string Sources = "sources";
    public const string Reports = "reports";
    public const string ReportsCsv = "reports.csv";
    public const string Tls = "tls";
    public const string ReportQuality = "reports/quality";
    public const string ReportQualityCsv = "reports/quality.csv";
    public const string Failures = "failures";
    public const string Search = "search";
    public const string JobsDashboard = "jobs/scheduler";
    public const string SignIn = "sign-in";
    public const string SignInAtProvider = "sign-in/oidc";

    /// <summary>Where the provider sends people back to; it must be registered there.</summary>
    public const string ProviderCallback = "sign-in/oidc/callback";
    public const string ProviderSignedOut = "sign-in/oidc/signed-out";
    public const string SignOutAtProvider = "sign-in/oidc/sign-out";
    public const string Language = "language";
    public const string SignOut = "sign-out";
    public const string Setup = "setup";
    public const string SetupDomains = "setup/domains";
    public const string SetupMailbox = "setup/mailbox";
    public const string SetupReporting = "setup/reporting";
    public const string SetupNotices = "setup/notices";

    /// <summary>The tabs of a domain, as they stand in its address.</summary>
    public static class DomainTabs
    {
        public const string Score = "score";
        public const string Findings = "findings";
        public const string Dns = "dns";
        public const string Senders = "senders";
        public const string Reports = "reports";
        public const string History = "history";
    }

    /// <summary>The list of domains as a file.</summary>
    public const string DomainsCsv = "domains.csv";

    public static string DomainsInStage(string stage) => $"{Domains}?stage={Uri.EscapeDataString(stage)}";

    public static string Domain(string name, string? tab = null) =>
        tab is null or DomainTabs.Score ? $"{Domains}/{Uri.EscapeDataString(name)}" : $"{Domains}/{Uri.EscapeDataString(name)}?tab={tab}";

    public static string Report(long id) => string.Create(CultureInfo.InvariantCulture, $"reports/{id}");

    /// <summary>The report as it arrived, to save.</summary>
    public static string RawReport(long id) => string.Create(CultureInfo.InvariantCulture, $"reports/{id}/raw");

    public static string Quarantined(long id) => string.Create(CultureInfo.InvariantCulture, $"ingestion/quarantine/{id}");

    /// <summary>The activity log as a file, filtered as the page is.</summary>
    public static string ActivityCsv(string? who, string? what, string? text) =>
        $"{Settings}/activity.csv?who={Uri.EscapeDataString(who ?? "")}&what={Uri.EscapeDataString(what ?? "")}&q={Uri.EscapeDataString(text ?? "")}";

    /// <summary>A backup, to save.</summary>
    public static string BackupFile(string name) => $"{Settings}/backups/{Uri.EscapeDataString(name)}";

    /// <summary>A quarantined part to look at.</summary>
    public static string QuarantinedView(long id) => string.Create(CultureInfo.InvariantCulture, $"quarantine/{id}");

    public static string TlsOf(string domain) => $"{Tls}?domain={Uri.EscapeDataString(domain)}";

    public static string SettingsOf(string section) => $"{Settings}?section={section}";
}
