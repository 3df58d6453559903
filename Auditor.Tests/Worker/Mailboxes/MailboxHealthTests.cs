using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using MailKit;
using Xunit;

namespace Auditor.Tests.Worker.Mailboxes;

/// <summary>What a poll keeps of a mailbox beside its mails, with a real Dovecot that counts a quota, and with one that has none.</summary>
public sealed class MailboxHealthTests(QuotaFixture fixture) : IClassFixture<QuotaFixture>
{
    private readonly DovecotServer server = fixture.Server;
    private readonly SteppedTime clock = new();

    [Theory]
    [BothDatabases]
    public async Task A_poll_keeps_quota_numbering_and_sign_in(StorageProvider provider)
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server, provider: provider);
        mailbox.Time = clock;
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2)]);
        var now = clock.GetUtcNow();

        (await mailbox.PollAsync()).Should().BeNull();

        var health = await HealthAsync(mailbox);
        (health.SignedInAt, health.LookedAt).Should().Be((now, now));
        (health.Waiting, health.OldestWaitingAt).Should().Be((0, null));
        health.QuotaLimitBytes.Should().Be(QuotaFixture.LimitBytes);
        health.QuotaUsedBytes.Should().BeGreaterThan(0).And.BeLessThan(QuotaFixture.LimitBytes);
        health.QuotaAt.Should().Be(now);
        health.UidValidity.Should().BePositive();
        (health.FormerUidValidity, health.UidValidityChangedAt).Should().Be((null, null));
        health.IsNearlyFull.Should().BeFalse();
    }

    [Fact]
    public async Task A_mailbox_that_is_nearly_full_is_told()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Time = clock;
        await mailbox.AppendAsync([QuotaFixture.Letter(QuotaFixture.LimitBytes * 95 / 100)]);
        (await mailbox.PollAsync()).Should().BeNull();
        var health = await HealthAsync(mailbox);
        health.UsedPercent.Should().BeInRange(91, 96);
        health.IsNearlyFull.Should().BeTrue();
    }

    [Fact]
    public async Task The_quota_is_not_asked_for_with_each_mail()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Time = clock;
        (await mailbox.PollAsync()).Should().BeNull();
        var first = (await HealthAsync(mailbox)).QuotaUsedBytes;
        await mailbox.AppendAsync([QuotaFixture.Letter(20_000)]);
        (await mailbox.PollAsync()).Should().BeNull();
        (await HealthAsync(mailbox)).QuotaUsedBytes.Should().Be(first);
        clock.Advance(TimeSpan.FromMinutes(11));
        (await mailbox.PollAsync()).Should().BeNull();
        (await HealthAsync(mailbox)).QuotaUsedBytes.Should().BeGreaterThan(first!.Value + 15_000);
    }

    [Fact]
    public async Task A_server_without_quotas_tells_none()
    {
        await using var plain = await DovecotServer.StartAsync();
        await using var mailbox = await ReadingMailbox.CreateAsync(plain);
        mailbox.Time = clock;
        await mailbox.ChangeAsync(m => (m.QuotaAt, m.QuotaUsedBytes, m.QuotaLimitBytes) = (clock.GetUtcNow().AddDays(-1), 1, 2));
        (await mailbox.PollAsync()).Should().BeNull();
        var health = await HealthAsync(mailbox);
        (health.QuotaAt, health.QuotaUsedBytes, health.QuotaLimitBytes, health.UsedPercent).Should().Be((null, null, null, null));
    }

    [Fact]
    public async Task Mails_numbered_anew_are_told_once_and_count_once()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Time = clock;
        await mailbox.AppendAsync([ReportMails.Report(1), ReportMails.Report(2)]);
        (await mailbox.PollAsync()).Should().BeNull();
        var former = (await HealthAsync(mailbox)).UidValidity;
        await mailbox.MoveAllAsync("Elsewhere");
        await mailbox.ChangeAsync(m => m.Folder = "Elsewhere");
        clock.Advance(TimeSpan.FromMinutes(15));
        var met = clock.GetUtcNow();

        (await mailbox.PollAsync()).Should().BeNull();

        var health = await HealthAsync(mailbox);
        health.FormerUidValidity.Should().Be(former).And.NotBe(health.UidValidity);
        health.UidValidityChangedAt.Should().Be(met);
        clock.Advance(TimeSpan.FromMinutes(15));
        (await mailbox.SumsAsync()).Outcomes.Should().Be("Imported=2");
        (await mailbox.PollAsync()).Should().BeNull();
        (await HealthAsync(mailbox)).Should().Match<MailboxHealth>(h => h.FormerUidValidity == former && h.UidValidityChangedAt == met);
    }

    [Fact]
    public async Task A_refused_sign_in_leaves_what_was_seen_before()
    {
        await using var mailbox = await ReadingMailbox.CreateAsync(server);
        mailbox.Time = clock;
        (await mailbox.PollAsync()).Should().BeNull();
        var before = await HealthAsync(mailbox);
        await mailbox.ChangeAsync(m => m.ProtectedPassword = mailbox.Passwords.Protect("another"));
        (await mailbox.PollAsync()).Should().Contain("refuses the user name or the password");
        (await HealthAsync(mailbox)).Should().Be(before);
    }

    [Fact]
    public async Task Mails_that_a_broken_poll_left_wait_and_their_age_is_told()
    {
        const int Mails = 30;
        await using var proxy = new CuttingProxy(server.Port);
        await using var mailbox = await ReadingMailbox.CreateAsync(server, m => (m.Port, m.Security) = (proxy.Port, MailboxSecurity.None));
        mailbox.Time = clock;
        mailbox.Limits = mailbox.Limits with { BatchMessages = 1 };
        await mailbox.AppendAsync(Enumerable.Range(1, Mails).Select(ReportMails.Report));
        await AgeAsync(mailbox, clock.GetUtcNow().AddHours(-5));

        // Cut at ever later places, until a poll had taken some of the mails.
        for (var cut = 1_500; await mailbox.StateAsync() is { LastUid: 0 } or { OldestWaitingAt: null } && cut < 100_000; cut += 150)
        {
            proxy.CutAfter = cut;
            (await mailbox.PollAsync()).Should().NotBeNull();
        }

        var state = await mailbox.StateAsync();
        var health = await HealthAsync(mailbox);
        state.LastUid.Should().BeGreaterThan(0);
        health.Waiting.Should().BePositive().And.Be(Mails - await TakenAsync(mailbox));
        health.OldestWaitingAt.Should().Be(clock.GetUtcNow().AddHours(-5));
        health.IsBehind(clock.GetUtcNow()).Should().BeTrue("two intervals of a quarter of an hour and one hour are over");
        health.IsBehind(clock.GetUtcNow().AddHours(-4)).Should().BeFalse();

        proxy.CutAfter = null;
        (await mailbox.PollAsync()).Should().BeNull();
        (await HealthAsync(mailbox)).Should().Match<MailboxHealth>(h => h.Waiting == 0 && h.OldestWaitingAt == null);
    }

    private static async Task<int> TakenAsync(ReadingMailbox mailbox) => (await mailbox.LedgerAsync()).Select(e => e.Uid).Distinct().Count();

    // The same mails once more, with the age that they have on the server; the first ones go.
    private static async Task AgeAsync(ReadingMailbox mailbox, DateTimeOffset arrived)
    {
        using var client = await mailbox.SignInAsync();
        var inbox = client.Inbox!;
        await inbox.OpenAsync(FolderAccess.ReadWrite, TestContext.Current.CancellationToken);
        var all = await inbox.SearchAsync(MailKit.Search.SearchQuery.All, TestContext.Current.CancellationToken);
        foreach (var uid in all)
        {
            var mail = await inbox.GetMessageAsync(uid, TestContext.Current.CancellationToken);
            await inbox.AppendAsync(new AppendRequest(mail, MessageFlags.None, arrived), TestContext.Current.CancellationToken);
        }

        await inbox.AddFlagsAsync(all, MessageFlags.Deleted, true, TestContext.Current.CancellationToken);
        await inbox.ExpungeAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<MailboxHealth> HealthAsync(ReadingMailbox mailbox) =>
        (await new IngestionQuery(mailbox.Database.Database, TimeProvider.System).ReadAsync(TimeSpan.Zero, 0, TestContext.Current.CancellationToken)).Mailboxes.Single().Health;
}
