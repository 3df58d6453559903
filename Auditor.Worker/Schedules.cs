using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using Hangfire;

namespace Auditor.Worker;

/// <summary>
/// Every recurring job with its cron expression and its time zone. What is due stands in the database: a job only looks for it, so a
/// run that is missed or doubled does no harm.
/// </summary>
internal static class Schedules
{
    public const string Nightly = "nightly-audit";
    public const string DueAudits = "due-audits";
    public const string Mailboxes = "mailboxes";
    public const string SelfTests = "self-tests";
    public const string DropFolder = "drop-folder";
    public const string Reparse = "reparse";
    public const string Reread = "reread";
    public const string Trust = "trust";
    public const string Blocklists = "blocklists";
    public const string Sources = "sources";
    public const string Notices = "notices";
    public const string Retention = "retention";
    public const string Backups = "backups";

    /// <summary>Sets all of them; called at the start and when the settings changed.</summary>
    public static void Apply(IRecurringJobManager jobs, WorkerSettings settings)
    {
        var local = new RecurringJobOptions { TimeZone = settings.TimeZone };
        var utc = new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc };

        // All domains, at the time of day of the settings, in their zone.
        jobs.AddOrUpdate<AuditJob>(Nightly, job => job.RunNightlyAsync(CancellationToken.None), $"{settings.NightlyAudit.Minute} {settings.NightlyAudit.Hour} * * *", local);

        // New domains, audits asked for, and those that a stopped machine missed: each minute.
        jobs.AddOrUpdate<AuditJob>(DueAudits, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Mailboxes whose interval is over: each minute.
        jobs.AddOrUpdate<MailboxJob>(Mailboxes, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Self-tests of mailboxes that somebody asked for, and those that were cut short: each minute.
        jobs.AddOrUpdate<SelfTestJob>(SelfTests, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Files that were laid into the drop folder: each minute.
        jobs.AddOrUpdate<DropFolderJob>(DropFolder, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Quarantined parts that somebody wants read again: each minute.
        jobs.AddOrUpdate<ReparseJob>(Reparse, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Stored reports that somebody wants read again: each minute.
        jobs.AddOrUpdate<RereadJob>(Reread, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Mails that a key was not known for, and reporters with a history by now: every ten minutes.
        jobs.AddOrUpdate<TrustJob>(Trust, job => job.RunAsync(CancellationToken.None), "4,14,24,34,44,54 * * * *", utc);

        // Sources of domains with new reports, and addresses that nobody looked up yet: each minute.
        jobs.AddOrUpdate<SourcesJob>(Sources, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Answers of lists that are a day old, and what the last audits found new to ask about: four times an hour, and a run lasts as long as it must.
        jobs.AddOrUpdate<BlocklistJob>(Blocklists, job => job.RunAsync(CancellationToken.None), "7,22,37,52 * * * *", utc);

        // The morning's notice and the night's heartbeat, once they are due, and what failed before: each minute.
        jobs.AddOrUpdate<NoticeJob>(Notices, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // The backup that is due or asked for: each minute.
        jobs.AddOrUpdate<BackupJob>(Backups, job => job.RunAsync(CancellationToken.None), "* * * * *", utc);

        // Daily, well after the nightly audit.
        jobs.AddOrUpdate<RetentionJob>(Retention, job => job.RunAsync(CancellationToken.None), "30 4 * * *", local);
    }
}
