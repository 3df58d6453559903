using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Notices;
using Auditor.Tests.Support;
using Auditor.Tests.Worker.Notices;
using Auditor.Worker.Backups;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Worker.Backups;

public sealed class BackupRoundTests
{
    private const string Passphrase = "correct horse battery staple";

    // A Sunday.
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task One_is_made_each_day_at_its_time_and_older_ones_go(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var clock = new SteppedTime();
        await using var worker = NoticeSamples.Worker(test, clock, (SettingCatalogue.BackupPassphrase, Passphrase), (SettingCatalogue.BackupKeep, "2"));
        var (round, folder) = (worker.GetRequiredService<BackupRound>(), worker.GetRequiredService<BackupFolder>());
        await round.RunAsync(Cancel);
        folder.List().Select(f => f.MadeAt).Should().Equal([Start], "yesterday's was missed");
        clock.Advance(TimeSpan.FromMinutes(89));
        await round.RunAsync(Cancel);
        folder.List().Should().ContainSingle("it is 03:29");
        for (var day = 0; day < 3; day++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await round.RunAsync(Cancel);
            await round.RunAsync(Cancel);
            clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        }

        folder.List().Select(f => f.MadeAt).Should().Equal(Start.AddDays(2).AddMinutes(90), Start.AddDays(1).AddMinutes(90));
        await using (var context = test.Database.CreateDbContext())
        {
            (await context.JobRuns.Where(r => r.Name == JobRun.BackupName).Select(r => r.Outcome).ToListAsync(Cancel)).Should().Equal(Enumerable.Repeat(JobOutcome.Succeeded, 4));
        }

        await using var file = folder.Open(folder.List()[0]);
        (await BackupReader.CheckAsync(file, Passphrase, Cancel)).End.Rows["JobRuns"].Should().Be(4, "it holds the runs before it, and its own, which had begun");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.Name).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("daily", 0, 1)]
    [InlineData("weekly", 0, 7)]
    [InlineData("weekly", 3, 7)]
    public void The_next_one_is_due_as_the_setting_says(string rhythm, int daysOn, int apart)
    {
        var settings = SettingsOf(rhythm);
        var now = Start.AddDays(daysOn).AddHours(2);
        var (last, next) = (BackupRound.LastDue(settings, now)!.Value, BackupRound.NextDue(settings, now)!.Value);
        (next - last).Should().Be(TimeSpan.FromDays(apart));
        (last <= now && now < next).Should().BeTrue();
        (last.TimeOfDay, apart == 1 || last.DayOfWeek == DayOfWeek.Sunday).Should().Be((new TimeSpan(3, 30, 0), true));
    }

    [Fact]
    public async Task Without_a_passphrase_nothing_is_made_and_one_asked_for_says_why()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var worker = NoticeSamples.Worker(test, new SteppedTime());
        var round = worker.GetRequiredService<BackupRound>();
        await round.RunAsync(Cancel);
        (await worker.GetRequiredService<BackupBook>().ReadAsync(Cancel)).Should().BeEquivalentTo(new { LastRun = (JobRun?)null, NextAt = (DateTimeOffset?)null, IsAsked = false, Passphrase = SecretOrigin.None });

        await AskAsync(test);
        await round.RunAsync(Cancel);
        var state = await worker.GetRequiredService<BackupBook>().ReadAsync(Cancel);
        (state.IsAsked, state.Files.Count, state.LastRun!.Outcome, state.LastRun.Error).Should().Be((false, 0, JobOutcome.Failed, "There is no passphrase: set it in Settings, Backup, or with Backup:Passphrase."));
    }

    [Fact]
    public async Task One_that_is_asked_for_is_made_at_once_with_the_passphrase_that_was_typed()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var clock = new SteppedTime();
        await using var worker = NoticeSamples.Worker(test, clock, (SettingCatalogue.BackupWhen, "never"));
        await worker.GetRequiredService<SettingSecrets>().SaveAsync(SettingCatalogue.BackupPassphrase, Passphrase, Cancel);
        var round = worker.GetRequiredService<BackupRound>();
        await round.RunAsync(Cancel);
        (await worker.GetRequiredService<BackupBook>().ReadAsync(Cancel)).Files.Should().BeEmpty();

        await AskAsync(test);
        await round.RunAsync(Cancel);
        var state = await worker.GetRequiredService<BackupBook>().ReadAsync(Cancel);
        (state.IsAsked, state.NextAt, state.LastRun!.Outcome).Should().Be((false, null, JobOutcome.Succeeded));
        await using var file = worker.GetRequiredService<BackupFolder>().Open(state.Files.Should().ContainSingle().Subject);
        (await BackupReader.CheckAsync(file, Passphrase, Cancel)).End.Keys.Should().Be(1);
    }

    [Fact]
    public async Task While_another_process_makes_one_nothing_is_made_and_the_request_stays()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var worker = NoticeSamples.Worker(test, new SteppedTime(), (SettingCatalogue.BackupPassphrase, Passphrase));
        var (round, folder) = (worker.GetRequiredService<BackupRound>(), worker.GetRequiredService<BackupFolder>());
        await AskAsync(test);
        await using (var held = folder.Take())
        {
            held.Should().NotBeNull();
            await round.RunAsync(Cancel);
            folder.List().Should().BeEmpty();
        }

        await round.RunAsync(Cancel);
        (await worker.GetRequiredService<BackupBook>().ReadAsync(Cancel)).Should().BeEquivalentTo(new { IsAsked = false, Files = new[] { new { MadeAt = Start } } });
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_fails_once_and_leaves_what_was_there()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var blocked = Path.Combine(test.Folder.FullName, "blocked");
        await File.WriteAllTextAsync(blocked, "a file", Cancel);
        await using var worker = NoticeSamples.Worker(test, new SteppedTime(), (SettingCatalogue.BackupPassphrase, Passphrase), (SettingCatalogue.BackupFolder, Path.Combine(blocked, "backups")));
        var round = worker.GetRequiredService<BackupRound>();
        await round.RunAsync(Cancel);
        await round.RunAsync(Cancel);

        await using var context = test.Database.CreateDbContext();
        var run = await context.JobRuns.SingleAsync(r => r.Name == JobRun.BackupName, Cancel);
        run.Outcome.Should().Be(JobOutcome.Failed);
        run.Error.Should().StartWith($"The folder {Path.Combine(blocked, "backups")} cannot be used (");
        (await File.ReadAllTextAsync(blocked, Cancel)).Should().Be("a file");
        var facts = await worker.GetRequiredService<NoticeQuery>().ReadAsync(Start.AddDays(-1), Start, Cancel);
        facts.FailedBackup.Should().Be(new FailedBackup(Start, run.Error!, null));
        var notice = NoticeWriter.Write(facts, await worker.GetRequiredService<NoticeSettingsReader>().ReadAsync(Cancel), new DateOnly(2026, 11, 1), []);
        notice.NeedsSending.Should().BeTrue();
        NoticePlainText.Of(notice).Should().Contain("The backup of 1 Nov 2026 02:00 failed: The folder ").And.Contain("There is no good one yet.");

        // The next one is good, and there is nothing to tell any more.
        File.Delete(blocked);
        await AskAsync(test);
        await round.RunAsync(Cancel);
        (await worker.GetRequiredService<NoticeQuery>().ReadAsync(Start.AddDays(-1), Start, Cancel)).FailedBackup.Should().BeNull();
    }

    [Fact]
    public async Task A_passphrase_file_that_is_gone_fails_a_run_and_is_told()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var gone = Path.Combine(test.Folder.FullName, "gone");
        await using var worker = NoticeSamples.Worker(test, new SteppedTime(), (SettingCatalogue.BackupPassphrase + "_FILE", gone));
        var round = worker.GetRequiredService<BackupRound>();
        await round.RunAsync(Cancel);
        await round.RunAsync(Cancel);
        var failed = (await worker.GetRequiredService<NoticeQuery>().ReadAsync(Start.AddDays(-1), Start, Cancel)).FailedBackup;
        failed!.Error.Should().StartWith($"The file '{gone}' of Backup:Passphrase cannot be read: ");
        await using var context = test.Database.CreateDbContext();
        (await context.JobRuns.CountAsync(Cancel)).Should().Be(1);
    }

    private static async Task AskAsync(TestDatabase test)
    {
        await using var context = test.Database.CreateDbContext();
        context.WorkRequests.Add(new WorkRequest { Kind = WorkKind.Backup, Target = BackupBook.Target, CreatedAt = Start });
        await context.SaveChangesAsync(Cancel);
    }

    private static WorkerSettings SettingsOf(string rhythm) => WorkerSettings.From(key => key == SettingCatalogue.BackupWhen ? rhythm : SettingCatalogue.Find(key).Default);
}
