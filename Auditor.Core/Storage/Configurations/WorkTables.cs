using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>Mailboxes, the ledger, and what is due.</summary>
internal static class WorkTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<Mailbox>(mailbox =>
        {
            mailbox.ToTable("Mailboxes");
            mailbox.HasIndex(m => new { m.Host, m.Port, m.UserName, m.Folder }).IsUnique();
            mailbox.HasIndex(m => m.NextPollAt);
        });
        builder.Entity<SelfTest>(test =>
        {
            test.ToTable("SelfTests");
            test.HasIndex(t => new { t.MailboxId, t.Id });
            test.HasIndex(t => t.ContentHash).IsUnique();
        });
        builder.Entity<IntakeRun>(run =>
        {
            run.ToTable("IntakeRuns");
            run.HasIndex(r => r.StartedAt);
        });
        builder.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("Ledger");
            entry.HasIndex(e => new { e.MailboxId, e.UidValidity, e.Uid, e.PartIndex }).IsUnique().HasFilter("\"MailboxId\" IS NOT NULL");
            entry.HasIndex(e => new { e.MailboxId, e.InputHash }).HasFilter("\"MailboxId\" IS NOT NULL");
            entry.HasIndex(e => new { e.Outcome, e.At });
            entry.HasIndex(e => e.At);
            entry.HasIndex(e => e.RunId);
        });
        builder.Entity<QuarantinedPart>(part =>
        {
            part.ToTable("Quarantine");
            part.HasIndex(p => p.Sha256).IsUnique();
            part.HasIndex(p => p.LastSeenAt);
        });
        builder.Entity<JobRun>(run =>
        {
            run.ToTable("JobRuns");
            run.HasIndex(r => new { r.Name, r.StartedAt });
            run.HasIndex(r => r.StartedAt);
        });
        builder.Entity<WorkRequest>(request =>
        {
            request.ToTable("WorkRequests");
            request.HasIndex(r => new { r.Kind, r.Target }).IsUnique().HasFilter("\"DoneAt\" IS NULL");
        });
        builder.Entity<PushToken>(token =>
        {
            token.ToTable("PushTokens");
            token.HasIndex(t => t.Hash).IsUnique();
        });
        builder.Entity<ActivityEntry>(entry =>
        {
            entry.ToTable("Activity");
            entry.HasIndex(e => e.At);
            entry.HasIndex(e => new { e.Action, e.At });
        });
        builder.Entity<StoredNotice>(notice =>
        {
            notice.ToTable("Notices");
            notice.HasIndex(n => new { n.Day, n.Channel }).IsUnique();
        });
        builder.Entity<Setting>(setting =>
        {
            setting.ToTable("Settings");
            setting.HasKey(s => s.Key);
        });
        builder.Entity<SetupToken>(token =>
        {
            token.ToTable("SetupTokens");
            token.Property(t => t.Id).ValueGeneratedNever();
        });
    }
}
