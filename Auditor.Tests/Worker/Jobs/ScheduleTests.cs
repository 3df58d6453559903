using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

/// <summary>The recurring jobs, and what the nightly one makes due.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task The_nightly_audit_follows_the_settings_and_their_time_zone()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var storage = new InMemoryStorage();
        var settings = new SettingsStore(database.Database, new ConfigurationBuilder().Build(), TimeProvider.System);
        var keeper = new ScheduleKeeper(new RecurringJobManager(storage), settings);

        await keeper.ApplyAsync(Cancel);
        Nightly(storage).Should().Be(("0 2 * * *", "UTC"));
        await settings.SaveAsync(SettingCatalogue.ScheduleTimeZone, "Europe/Zurich", Cancel);
        await settings.SaveAsync(SettingCatalogue.ScheduleNightlyAudit, "03:45", Cancel);
        await keeper.ApplyAsync(Cancel);

        Nightly(storage).Should().Be(("45 3 * * *", "Europe/Zurich"));
        using var connection = storage.GetConnection();
        connection.GetRecurringJobs().Select(j => j.Id).Should().BeEquivalentTo("nightly-audit", "due-audits", "mailboxes", "self-tests", "drop-folder", "reparse", "reread", "trust", "sources", "blocklists", "notices", "retention", "backups");
    }

    [Fact]
    public async Task The_nightly_job_audits_all_domains_once_a_night_whatever_their_own_time_says()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var clock = new SteppedTime();
        var night = DateTimeOffset.Parse("2027-03-28T01:00:00Z", null);
        clock.Advance(night.AddMinutes(1) - clock.GetUtcNow());
        await using var provider = Services(database, clock);
        await provider.GetRequiredService<SettingsStore>().SaveAsync(SettingCatalogue.ScheduleTimeZone, "Europe/Zurich", Cancel);
        await provider.GetRequiredService<SettingsStore>().SaveAsync(SettingCatalogue.ScheduleNightlyAudit, "02:30", Cancel);
        await using var context = database.Database.CreateDbContext();
        context.Domains.AddRange(
            Domain("yesterday.example", night.AddDays(-1), night.AddHours(5)),
            Domain("already.example", night.AddSeconds(30), night.AddHours(23)),
            Domain("due.example", night.AddDays(-1), night),
            Domain("never.example", null, night.AddHours(9)));
        await context.SaveChangesAsync(Cancel);
        var job = provider.GetRequiredService<AuditJob>();

        await job.RunNightlyAsync(Cancel);
        await job.RunNightlyAsync(Cancel);

        (await context.Audits.Select(a => a.DomainId).ToListAsync(Cancel)).Should().HaveCount(3, "one was audited this night already, and nobody twice");
        var next = await context.Domains.AsNoTracking().Where(d => d.Name != "already.example").Select(d => d.NextAuditAt).Distinct().ToListAsync(Cancel);
        next.Should().Equal(DateTimeOffset.Parse("2027-03-29T00:30:00Z", null));
    }

    [Fact]
    public async Task A_quarantined_part_that_can_be_read_now_is_stored_and_resolved()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var provider = Services(database, TimeProvider.System);
        await using var context = database.Database.CreateDbContext();
        context.Quarantine.AddRange(Part(1, System.Text.Encoding.UTF8.GetBytes(ReportMails.Xml(1))), Part(2, "<feedback><not-closed>"u8.ToArray()));
        context.WorkRequests.AddRange(Reparse("1"), Reparse("2"), Reparse("77"));
        await context.SaveChangesAsync(Cancel);

        await provider.GetRequiredService<ReparseJob>().RunAsync(Cancel);

        (await context.Quarantine.AsNoTracking().OrderBy(q => q.Id).Select(q => q.Resolution).ToListAsync(Cancel)).Should().Equal("imported", null);
        (await context.Reports.CountAsync(Cancel)).Should().Be(1);
        var requests = await context.WorkRequests.AsNoTracking().OrderBy(r => r.Id).ToListAsync(Cancel);
        requests.Should().OnlyContain(r => r.DoneAt != null);
        requests[0].Error.Should().BeNull();
        requests[1].Error.Should().NotBeNullOrEmpty();
        requests[2].Error.Should().Be("The quarantined part is gone.");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MonitoredDomain Domain(string name, DateTimeOffset? last, DateTimeOffset next) =>
        new() { Name = name, CreatedAt = DateTimeOffset.UnixEpoch, LastAuditAt = last, NextAuditAt = next };

    private static QuarantinedPart Part(byte number, byte[] content) => new()
    {
        Id = number,
        Sha256 = System.Security.Cryptography.SHA256.HashData(content),
        Content = StoredBytes.Pack(content),
        RawBytes = content.Length,
        ReasonCode = "test",
        Reason = "For a test.",
        FirstSeenAt = DateTimeOffset.UtcNow,
        LastSeenAt = DateTimeOffset.UtcNow,
    };

    private static WorkRequest Reparse(string target) => new() { Kind = WorkKind.Reparse, Target = target, CreatedAt = DateTimeOffset.UtcNow };

    // The product's own registrations, with a resolver that knows no name; the host is not started.
    private static ServiceProvider Services(TestDatabase database, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton<ResolverSource>(_ => new TestZone());
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddAuditorStorage(database.Database.Options);
        services.AddAuditorKeyRing(database.Database.Options);
        services.AddAuditorWorker(new ConfigurationBuilder().Build(), runsJobs: true);
        return services.BuildServiceProvider();
    }

    private static (string Cron, string Zone) Nightly(InMemoryStorage storage)
    {
        using var connection = storage.GetConnection();
        var job = connection.GetRecurringJobs().Single(j => j.Id == "nightly-audit");
        return (job.Cron, job.TimeZoneId);
    }
}
