using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

/// <summary>A threshold that was saved changes what a query tells, on both sides of its boundary.</summary>
public sealed class ThresholdQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly StillTime Clock = new(Now);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_domain_is_silent_after_the_days_that_were_chosen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            db.Domains.Add(new MonitoredDomain { Name = "one.example", CreatedAt = Now.AddDays(-40), NextAuditAt = Now, LastReportAt = Now.AddDays(-4).AddHours(-1) });
            await db.SaveChangesAsync(Cancel);
        }

        foreach (var (days, count) in new[] { ("4", 1), ("5", 0) })
        {
            var query = new DomainListQuery(test.Database, Clock, null, await test.ChooseAsync("DomainSilentDays", days));
            (await query.ReadAsync(new DomainListRequest { Set = DomainSet.Silent }, Cancel)).Total.Should().Be(count);
            (await query.NamesAsync(new DomainListRequest { Set = DomainSet.Silent }, Cancel)).Should().HaveCount(count);
            (await query.SetsAsync(Cancel)).GetValueOrDefault(DomainSet.Silent).Should().Be(count);
        }
    }

    [Theory, BothDatabases]
    public async Task A_mailbox_is_silent_after_the_days_and_gaps_that_were_chosen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillMailboxesAsync(test.Database);

        (await SilentAsync("MailboxFirstDays", "4")).Should().Contain("never");
        (await SilentAsync("MailboxFirstDays", "5")).Should().NotContain("never");
        (await SilentAsync("SilentGaps", "6")).Should().Contain("stopped", "seven days are more than six");
        (await SilentAsync("SilentGaps", "7")).Should().NotContain("stopped");

        async Task<IEnumerable<string>> SilentAsync(string name, string value) =>
            (await new SilentMailboxQuery(test.Database, Clock, await test.ChooseAsync(name, value)).ReadAsync(Cancel)).Select(s => s.UserName);
    }

    [Theory, BothDatabases]
    public async Task A_notice_tells_a_mailbox_after_the_failed_polls_that_were_chosen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillMailboxesAsync(test.Database);

        (await FailingAsync("4")).Should().Equal("failing");
        (await FailingAsync("5")).Should().BeEmpty();

        async Task<IEnumerable<string>> FailingAsync(string polls)
        {
            var thresholds = await test.ChooseAsync("MailboxFailedPolls", polls);
            var query = new NoticeQuery(test.Database, new ReportMapQuery(test.Database, Clock, null, thresholds), new SilentMailboxQuery(test.Database, Clock, thresholds), Clock, null, thresholds);
            return (await query.ReadAsync(Now.AddDays(-1), Now.AddHours(-8), Cancel)).FailingMailboxes.Items.Select(m => m.UserName);
        }
    }

    [Theory, BothDatabases]
    public async Task A_mailbox_is_nearly_full_from_the_percent_that_was_chosen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillMailboxesAsync(test.Database);

        (await IsNearlyFullAsync("85")).Should().BeTrue();
        (await IsNearlyFullAsync("86")).Should().BeFalse();

        async Task<bool> IsNearlyFullAsync(string percent) =>
            (await new IngestionQuery(test.Database, Clock, await test.ChooseAsync("MailboxFullPercent", percent)).ReadAsync(TimeSpan.FromDays(30), 0, Cancel)).Mailboxes.Single(m => m.UserName == "stopped").Health.IsNearlyFull;
    }

    private static async Task FillMailboxesAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        var stopped = new Mailbox { Host = "imap.example", UserName = "stopped", CreatedAt = Now.AddDays(-40), Enabled = true, QuotaAt = Now, QuotaUsedBytes = 859, QuotaLimitBytes = 1000 };
        db.Mailboxes.AddRange(
            stopped,
            new Mailbox { Host = "imap.example", UserName = "never", CreatedAt = Now.AddDays(-5), Enabled = true },
            new Mailbox { Host = "imap.example", UserName = "failing", CreatedAt = Now, Enabled = true, LastError = "The server refused the password.", FailureCount = 4 });
        await db.SaveChangesAsync(Cancel);
        db.IntakeRuns.AddRange(Enumerable.Range(8, 20).Select(d => new IntakeRun { Source = IntakeSource.Mailbox, MailboxId = stopped.Id, StartedAt = Now.AddDays(-d), FinishedAt = Now.AddDays(-d), Seen = 1, Imported = 1 }));
        await db.SaveChangesAsync(Cancel);
    }
}
