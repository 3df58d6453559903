using System.Globalization;
using Auditor.Core.Storage.Queries;

namespace Auditor.Worker.Settings;

/// <summary>The settings in force, read once at the start of a job.</summary>
public sealed record WorkerSettings
{
    /// <summary><c>HOST[:PORT]</c>; empty for the system's resolvers.</summary>
    public required IReadOnlyList<string> Resolvers { get; init; }

    public required TimeSpan DnsTimeout { get; init; }

    public required int Concurrency { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>In <see cref="TimeZone"/>.</summary>
    public required TimeOnly NightlyAudit { get; init; }

    /// <summary>Whether lists are asked.</summary>
    public required bool AsksBlocklists { get; init; }

    /// <summary>True for a pass whose questions must not be repeated; no setting, a job asks for it.</summary>
    public bool OneTry { get; init; }

    /// <summary>True when optional standards count in the score.</summary>
    public bool IsStrict { get; init; }

    /// <summary>True when audits may connect to mail hosts.</summary>
    public bool SmtpProbe { get; init; }

    /// <summary>Whether manual reports count for verdicts.</summary>
    public required bool CountManual { get; init; }

    /// <summary>After which an unknown reporter counts; 0 for never.</summary>
    public required int DaysUntilTrusted { get; init; }

    /// <summary>Domains beside the catalogue of reporters.</summary>
    public required IReadOnlyList<string> KnownReporters { get; init; }

    /// <summary>Null for none.</summary>
    public required string? TrustedAuthServId { get; init; }

    public required int RowDays { get; init; }

    /// <summary>As <see cref="Auditor.Core.Storage.Retention.RetentionOptions.RawDays"/>.</summary>
    public required int RawDays { get; init; }

    public required int FailureDays { get; init; }

    public required int AuditDays { get; init; }

    public required int LedgerDays { get; init; }

    /// <summary>How often a backup is made.</summary>
    public required BackupRhythm BackupRhythm { get; init; }

    /// <summary>In <see cref="TimeZone"/>.</summary>
    public required TimeOnly BackupAt { get; init; }

    /// <summary>Backups that are kept.</summary>
    public required int BackupsKept { get; init; }

    /// <summary>By which people are told or advised something.</summary>
    public required Thresholds Thresholds { get; init; }

    /// <summary>From checked values by key.</summary>
    internal static WorkerSettings From(Func<string, string> value)
    {
        SettingValues.TryDuration(value(SettingCatalogue.DnsTimeout), out var timeout);
        SettingValues.TryTimeOfDay(value(SettingCatalogue.ScheduleNightlyAudit), out var nightly);
        SettingValues.TryTimeOfDay(value(SettingCatalogue.BackupAt), out var backupAt);
        return new WorkerSettings
        {
            Resolvers = SettingValues.List(value(SettingCatalogue.DnsResolvers)),
            DnsTimeout = timeout,
            Concurrency = Number(SettingCatalogue.WorkerConcurrency),
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById(value(SettingCatalogue.ScheduleTimeZone).Trim()),
            NightlyAudit = nightly,
            AsksBlocklists = bool.Parse(value(SettingCatalogue.Blocklists).Trim()),
            SmtpProbe = bool.Parse(value(SettingCatalogue.SmtpProbe)),
            IsStrict = bool.Parse(value(SettingCatalogue.ScoreStrict)),
            CountManual = bool.Parse(value(SettingCatalogue.ReportsCountManual).Trim()),
            DaysUntilTrusted = Number(SettingCatalogue.ReportsDaysUntilTrusted),
            KnownReporters = SettingValues.List(value(SettingCatalogue.ReportsKnownReporters)),
            TrustedAuthServId = value(SettingCatalogue.ReportsTrustedAuthServId).Trim() is { Length: > 0 } id ? id : null,
            RowDays = Number(SettingCatalogue.RetentionRows),
            RawDays = Number(SettingCatalogue.RetentionRaw),
            FailureDays = Number(SettingCatalogue.RetentionFailures),
            AuditDays = Number(SettingCatalogue.RetentionAudits),
            LedgerDays = Number(SettingCatalogue.RetentionLedger),
            BackupRhythm = Enum.Parse<BackupRhythm>(value(SettingCatalogue.BackupWhen).Trim(), ignoreCase: true),
            BackupAt = backupAt,
            BackupsKept = Number(SettingCatalogue.BackupKeep),
            Thresholds = ThresholdCatalogue.Read(value),
        };

        int Number(string key) => int.Parse(value(key).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

/// <summary>How often backups are made.</summary>
public enum BackupRhythm
{
    Daily = 1,

    /// <summary>On Sundays.</summary>
    Weekly = 2,

    /// <summary>Only when somebody asks.</summary>
    Never = 3,
}
