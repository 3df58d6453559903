using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Worker.Notices;

/// <summary>Mornings and nights as the worker lives through them, with real receivers.</summary>
public sealed class NoticeRoundTests
{
    [Theory]
    [BothDatabases]
    public async Task A_change_of_the_night_is_in_the_mail_of_the_morning_once(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        await using var receiver = await MailReceiver.StartAsync();
        var clock = At("2026-11-01T07:00:00Z");
        await using var worker = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(receiver));
        var round = worker.GetRequiredService<NoticeRound>();
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5));
        await round.RunAsync(Cancel);
        receiver.Mails.Should().BeEmpty("on the first morning it begins");

        clock.Advance(TimeSpan.FromHours(19));
        await AuditAsync(database, clock, change: true);
        clock.Advance(TimeSpan.FromHours(4));
        await round.RunAsync(Cancel);
        receiver.Mails.Should().BeEmpty("the morning has not come");
        clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(round.RunAsync(Cancel), round.RunAsync(Cancel), round.RunAsync(Cancel));
        clock.Advance(TimeSpan.FromHours(3));
        await round.RunAsync(Cancel);

        var mail = receiver.Mails.Should().ContainSingle().Subject;
        mail.Subject.Should().Be("Auditor: 1 thing is new since the last notice");
        mail.TextBody.Should().Contain("- shop.example: TXT of _dmarc.shop.example changed").And.NotContain("unconfirmed");
        (await worker.GetRequiredService<NoticeBook>().LastAsync(9, Cancel)).Select(n => (n.State, n.Target)).Should().Equal((NoticeState.Sent, "ann@example.com"), (NoticeState.Begun, "ann@example.com"));

        clock.Advance(TimeSpan.FromHours(16));
        await AuditAsync(database, clock);
        clock.Advance(TimeSpan.FromHours(5));
        await round.RunAsync(Cancel);
        receiver.Mails.Should().HaveCount(1, "nothing is new");
        (await worker.GetRequiredService<NoticeBook>().LastAsync(1, Cancel))[0].State.Should().Be(NoticeState.Quiet);
    }

    [Fact]
    public async Task An_error_that_stands_is_told_each_morning_and_never_means_never()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var receiver = await MailReceiver.StartAsync();
        var clock = At("2026-11-01T07:00:00Z");
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5), errors: 1);
        await using var silent = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(receiver, (SettingCatalogue.NoticesWhen, "never")));
        await using var worker = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(receiver));
        for (var day = 0; day < 3; day++)
        {
            await silent.GetRequiredService<NoticeRound>().RunAsync(Cancel);
            await worker.GetRequiredService<NoticeRound>().RunAsync(Cancel);
            clock.Advance(TimeSpan.FromHours(19));
            await AuditAsync(database, clock);
            clock.Advance(TimeSpan.FromHours(5));
        }

        receiver.Mails.Select(m => m.Subject).Should().Equal("Auditor: The domain needs action", "Auditor: The domain needs action");
        receiver.Mails.Select(m => m.MessageId).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_server_that_is_down_is_tried_with_growing_waits_and_gets_one_mail_in_the_end()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var clock = At("2026-11-01T07:00:00Z");
        (string, string)[] settings;
        await using (var gone = await MailReceiver.StartAsync())
        {
            settings = NoticeSamples.ByMail(gone, (SettingCatalogue.NoticesWhen, "always"));
        }

        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5));
        await using var worker = NoticeSamples.Worker(database, clock, settings);
        await worker.GetRequiredService<NoticeRound>().RunAsync(Cancel);
        clock.Advance(TimeSpan.FromHours(19));
        await AuditAsync(database, clock);
        clock.Advance(TimeSpan.FromHours(5));
        var tries = new List<int>();
        for (var minute = 0; minute < 80; minute++)
        {
            await worker.GetRequiredService<NoticeRound>().RunAsync(Cancel);
            var entry = (await worker.GetRequiredService<NoticeBook>().LastAsync(1, Cancel))[0];
            if (entry.Attempts > tries.Count)
            {
                tries.Add(minute);
                entry.Error.Should().Contain("nothing listens there (connection refused)");
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }

        tries.Should().Equal(0, 5, 15, 35, 75);
        NoticeRound.Wait(9).Should().Be(TimeSpan.FromHours(1));
        await using var back = await MailReceiver.StartAsync();
        await using var mended = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(back, (SettingCatalogue.NoticesWhen, "always")));
        clock.Advance(TimeSpan.FromHours(1));
        await mended.GetRequiredService<NoticeRound>().RunAsync(Cancel);
        await mended.GetRequiredService<NoticeRound>().RunAsync(Cancel);
        back.Mails.Should().ContainSingle();
    }

    [Fact]
    public async Task A_night_that_did_not_run_is_told_and_one_under_way_is_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var receiver = await MailReceiver.StartAsync();
        var clock = At("2026-11-01T07:00:00Z");
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5));
        await using var worker = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(receiver));
        var round = worker.GetRequiredService<NoticeRound>();
        await round.RunAsync(Cancel);
        clock.Advance(TimeSpan.FromDays(1));
        await SetAsync(database, set => set.SetProperty(d => d.AuditLeaseUntil, clock.GetUtcNow().AddMinutes(2)));
        await round.RunAsync(Cancel);
        receiver.Mails.Should().BeEmpty("its audit is under way");
        clock.Advance(TimeSpan.FromMinutes(3));
        await round.RunAsync(Cancel);
        receiver.Mails.Should().ContainSingle().Which.TextBody.Should().Contain("It was due 2 Nov 2026 02:00 and did not run: 1 of 1 domains were not audited.");
    }

    [Fact]
    public async Task The_heartbeat_comes_after_each_complete_night_and_not_after_another()
    {
        using var authority = new TestAuthority();
        await using var server = await LoopbackHttps.StartAsync(_ => authority.Issue("localhost"), context => context.Response.WriteAsync("OK"));
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var clock = At("2026-11-01T02:03:00Z");
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddDays(-1));
        await using var worker = NoticeSamples.Worker(
            database, clock, (SettingCatalogue.NoticesHeartbeat, $"https://localhost:{server.Port}/ping/4711"), (SettingCatalogue.NoticesAllowPrivate, "true"));
        var round = ActivatorUtilities.CreateInstance<NoticeRound>(worker, ActivatorUtilities.CreateInstance<NoticeSender>(worker, new WebSender(authority.Root)));
        await round.RunAsync(Cancel);
        server.Requests.Should().Be(0, "the night's audit is not done");
        await AuditAsync(database, clock);
        await round.RunAsync(Cancel);
        await round.RunAsync(Cancel);
        server.Requests.Should().Be(1);
        clock.Advance(TimeSpan.FromDays(1));
        await round.RunAsync(Cancel);
        server.Requests.Should().Be(1, "nobody audited");
        (await worker.GetRequiredService<NoticeBook>().LastAsync(5, Cancel)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Channel = NoticeChannel.Heartbeat, State = NoticeState.Sent, Target = $"localhost:{server.Port}" });
    }

    [Fact]
    public async Task Mail_and_webhook_each_get_theirs_and_one_that_fails_does_not_hold_the_other_up()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var receiver = await MailReceiver.StartAsync();
        var clock = At("2026-11-01T07:00:00Z");
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5), errors: 1);
        await using var worker = NoticeSamples.Worker(database, clock, NoticeSamples.ByMail(receiver, (SettingCatalogue.NoticesWebhook, "https://127.0.0.1/hook/secret-path")));
        await worker.GetRequiredService<NoticeRound>().RunAsync(Cancel);
        clock.Advance(TimeSpan.FromDays(1));
        await worker.GetRequiredService<NoticeRound>().RunAsync(Cancel);
        receiver.Mails.Should().ContainSingle();
        var last = (await worker.GetRequiredService<NoticeBook>().LastAsync(2, Cancel)).OrderBy(n => n.Channel).ToList();
        last.Select(n => (n.Channel, n.State)).Should().Equal((NoticeChannel.Mail, NoticeState.Sent), (NoticeChannel.Webhook, NoticeState.Waiting));
        last[1].Error.Should().Contain("has no public address (127.0.0.1)");
        last[1].Error.Should().NotContain("secret-path");
    }

    [Fact]
    public async Task The_secret_lies_unreadable_in_the_database_and_a_file_wins_over_it()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var file = Path.Combine(database.Folder.FullName, "password");
        await File.WriteAllTextAsync(file, "from the file\n", Cancel);
        await using var worker = NoticeSamples.Worker(database, TimeProvider.System);
        var secrets = worker.GetRequiredService<SettingSecrets>();
        (await secrets.ReadAsync(SettingCatalogue.NoticesSmtpPassword, Cancel)).Should().Be((null, SecretOrigin.None));
        await secrets.SaveAsync(SettingCatalogue.NoticesSmtpPassword, "canary-5511", Cancel);
        (await secrets.ReadAsync(SettingCatalogue.NoticesSmtpPassword, Cancel)).Should().Be(("canary-5511", SecretOrigin.Database));
        await using var context = database.Database.CreateDbContext();
        (await context.Settings.SingleAsync(Cancel)).Value.Should().NotContain("canary");
        (await worker.GetRequiredService<SettingsStore>().ListAsync(Cancel)).Should().NotContain(s => s.Value.Contains("canary"));

        await using var configured = NoticeSamples.Worker(database, TimeProvider.System, (SettingCatalogue.NoticesSmtpPassword + "_FILE", file));
        (await configured.GetRequiredService<SettingSecrets>().ReadAsync(SettingCatalogue.NoticesSmtpPassword, Cancel)).Should().Be(("from the file", SecretOrigin.Configuration));
        Directory.Delete(database.Database.Options.KeyRingPath, recursive: true);
        await using var moved = NoticeSamples.Worker(database, TimeProvider.System);
        (await moved.GetRequiredService<SettingSecrets>().ReadAsync(SettingCatalogue.NoticesSmtpPassword, Cancel)).Should().Be((null, SecretOrigin.Unreadable));
        await secrets.SaveAsync(SettingCatalogue.NoticesSmtpPassword, null, Cancel);
        (await context.Settings.CountAsync(Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task Facts_leave_out_what_nobody_confirmed_what_is_accepted_and_what_is_paused()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var clock = At("2026-11-02T07:00:00Z");
        await AddDomainAsync(database, "shop.example", clock.GetUtcNow().AddHours(-5));
        await AddDomainAsync(database, "old.example", clock.GetUtcNow().AddHours(-5), errors: 1, paused: true);
        await using var context = database.Database.CreateDbContext();
        var ids = await context.Domains.ToDictionaryAsync(d => d.Name, d => d.Id, Cancel);
        var (now, today) = (clock.GetUtcNow(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        context.Changes.AddRange(Change(ids["shop.example"], now.AddHours(-5), "MX", "192.0.2.53"), Change(ids["shop.example"], now.AddHours(-5), "TXT", null), Change(ids["shop.example"], now.AddDays(-2), "A", "192.0.2.53"));
        context.Findings.AddRange(
            Finding(ids["shop.example"], "SPF-VOID", Severity.Warning, now.AddHours(-5)), Finding(ids["shop.example"], "SPF-OLD", Severity.Error, now.AddDays(-4)), Finding(ids["shop.example"], "SPF-ADVICE", Severity.Advice, now.AddHours(-5)),
            Finding(ids["old.example"], "SPF-PAUSED", Severity.Error, now.AddHours(-5)), Finding(ids["shop.example"], "BLOCKLIST-LISTED", Severity.Warning, now.AddHours(-5)), Finding(ids["shop.example"], "SPF-ACCEPTED", Severity.Error, now.AddHours(-5), today));
        context.EndedFindings.AddRange(
            new EndedFinding { DomainId = ids["shop.example"], Code = "BLOCKLIST-HEAVY", Subject = "192.0.2.8", Severity = Severity.Error, Title = "Listed", FirstSeenAt = now.AddDays(-3), EndedAt = now.AddHours(-5) },
            new EndedFinding { DomainId = ids["shop.example"], Code = "SPF-MENDED", Subject = "", Severity = Severity.Error, Title = "Mended", FirstSeenAt = now.AddDays(-3), EndedAt = now.AddHours(-5) });
        context.Mailboxes.AddRange(Mailbox("once@example.com", 1), Mailbox("broken@example.com", 3));
        await context.SaveChangesAsync(Cancel);
        await using var worker = NoticeSamples.Worker(database, clock);

        var facts = await worker.GetRequiredService<NoticeQuery>().ReadAsync(now.AddDays(-1), now.AddHours(-5), Cancel);

        facts.Changes.Items.Select(c => c.Type).Should().Equal("MX");
        facts.Findings.Items.Select(f => f.Code).Should().Equal("SPF-VOID");
        facts.Listings.Items.Select(l => l.Code).Should().Equal("BLOCKLIST-LISTED");
        facts.Delistings.Items.Should().Equal(new Delisting("shop.example", "192.0.2.8", now.AddDays(-3), now.AddHours(-5)));
        facts.FailingMailboxes.Items.Select(m => m.UserName).Should().Equal("broken@example.com");
        facts.Actions.Total.Should().Be(0);
        (facts.Domains, facts.Audited, facts.Night.IsComplete).Should().Be((1, 1, true));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SteppedTime At(string when)
    {
        var clock = new SteppedTime();
        clock.Advance(DateTimeOffset.Parse(when, System.Globalization.CultureInfo.InvariantCulture) - clock.GetUtcNow());
        return clock;
    }

    private static async Task AddDomainAsync(TestDatabase database, string name, DateTimeOffset audited, int errors = 0, bool paused = false)
    {
        await using var context = database.Database.CreateDbContext();
        context.Domains.Add(new MonitoredDomain { Name = name, CreatedAt = audited.AddDays(-30), LastAuditAt = audited, ScoredAt = audited, Score = 90, NextAuditAt = audited.AddDays(400), ErrorCount = errors, Paused = paused });
        await context.SaveChangesAsync(Cancel);
    }

    // What an audit writes that notices read.
    private static async Task AuditAsync(TestDatabase database, TimeProvider clock, bool change = false)
    {
        var now = clock.GetUtcNow();
        await SetAsync(database, set => set.SetProperty(d => d.LastAuditAt, now).SetProperty(d => d.ScoredAt, now));
        if (change)
        {
            await using var context = database.Database.CreateDbContext();
            var id = await context.Domains.Select(d => d.Id).FirstAsync(Cancel);
            context.Changes.AddRange(Change(id, now, "TXT", "192.0.2.53", "_dmarc.shop.example"), Change(id, now, "TXT", null, "unconfirmed.shop.example"));
            await context.SaveChangesAsync(Cancel);
        }
    }

    private static async Task SetAsync(TestDatabase database, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<MonitoredDomain>> set)
    {
        await using var context = database.Database.CreateDbContext();
        await context.Domains.ExecuteUpdateAsync(set, Cancel);
    }

    private static StoredChange Change(int domain, DateTimeOffset at, string type, string? confirmed, string name = "shop.example") =>
        new() { DomainId = domain, ChangedAt = at, Name = name, Type = type, Before = "before", After = "after", ConfirmedBy = confirmed };

    private static DomainFinding Finding(int domain, string code, Severity severity, DateTimeOffset at, DateOnly? accepted = null) =>
        new() { DomainId = domain, Code = code, Subject = "", Severity = severity, Title = code, FirstSeenAt = at, AcceptedUntil = accepted };

    private static Mailbox Mailbox(string user, int failures) =>
        new() { Host = "mail.example", UserName = user, CreatedAt = DateTimeOffset.UnixEpoch, LastError = "It is down.", FailureCount = failures };
}
