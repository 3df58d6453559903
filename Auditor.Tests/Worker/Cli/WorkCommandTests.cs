using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Worker;
using Auditor.Worker.Jobs;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary><c>auditor work</c> as a process of its own.</summary>
public sealed class WorkCommandTests
{
    private const string Zone = """
        $ORIGIN shop.example.
        $TTL 300
        @ SOA ns.shop.example. host.shop.example. 1 3600 600 86400 300
        @ NS ns.shop.example.
        @ MX 10 mx.shop.example.
        @ TXT "v=spf1 mx -all"
        mx A 192.0.2.1
        ns A 192.0.2.2
        _dmarc TXT "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example"

        """;

    [Fact]
    public async Task A_night_that_was_missed_is_caught_up_at_the_start_and_sigterm_stops_the_worker()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var zone = Path.Combine(database.Folder.FullName, "shop.zone");
        await File.WriteAllTextAsync(zone, Zone, Cancel);
        await using var context = database.Database.CreateDbContext();
        context.Domains.Add(new MonitoredDomain { Name = "shop.example", CreatedAt = DateTimeOffset.UtcNow.AddDays(-3), NextAuditAt = DateTimeOffset.UtcNow.AddDays(-1) });
        await context.SaveChangesAsync(Cancel);

        using var worker = WorkerProcess.Start(
            database.Folder, ["work"], ("AUDITOR__DNS__ZONEFILES__0", zone), ("AUDITOR__SCHEDULE__TIMEZONE", "Europe/Zurich"), ("AUDITOR__SCHEDULE__NIGHTLYAUDIT", "02:30"));
        await worker.UntilAsync(() => context.Domains.AnyAsync(d => d.LastAuditAt != null, Cancel), Cancel);
        var exitCode = await worker.TerminateAsync(Cancel);

        exitCode.Should().Be(0, worker.Errors);
        var domain = await context.Domains.AsNoTracking().SingleAsync(Cancel);
        domain.Stage.Should().Be("reject");
        domain.Score.Should().BeGreaterThan(0);
        var next = TimeZoneInfo.ConvertTime(domain.NextAuditAt, TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich"));
        next.TimeOfDay.Should().Be(new TimeSpan(2, 30, 0));
        next.Should().BeAfter(DateTimeOffset.UtcNow).And.BeBefore(DateTimeOffset.UtcNow.AddHours(26));
        (await context.JobRuns.AsNoTracking().Select(r => r.Name).ToListAsync(Cancel)).Should().Contain("due-audits");
    }

    [Fact]
    public async Task A_process_without_jobs_pokes_a_worker_of_its_own_over_postgresql()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Postgres, Cancel);
        var zone = Path.Combine(database.Folder.FullName, "shop.zone");
        await File.WriteAllTextAsync(zone, Zone, Cancel);
        await using var context = database.Database.CreateDbContext();
        context.Domains.Add(new MonitoredDomain { Name = "shop.example", CreatedAt = DateTimeOffset.UtcNow, NextAuditAt = DateTimeOffset.UtcNow.AddDays(1) });
        await context.SaveChangesAsync(Cancel);
        using var worker = WorkerProcess.Start(
            database.Folder, ["work"], ("AUDITOR__DNS__ZONEFILES", zone), ("AUDITOR__STORAGE__PROVIDER", "postgres"), ("AUDITOR__STORAGE__CONNECTIONSTRING", database.Database.Options.ConnectionString!));
        var services = new ServiceCollection().AddLogging().AddAuditorStorage(database.Database.Options);
        services.AddAuditorWorker(new ConfigurationBuilder().Build(), runsJobs: false);
        await using var web = services.BuildServiceProvider();

        await web.GetRequiredService<WorkQueue>().AskAsync(WorkKind.Audit, ["shop.example", "shop.example"], "admin@example.com", Cancel);

        await worker.UntilAsync(() => context.WorkRequests.AsNoTracking().AnyAsync(r => r.DoneAt != null, Cancel), Cancel);
        (await worker.TerminateAsync(Cancel)).Should().Be(0, worker.Errors);
        (await context.Domains.AsNoTracking().SingleAsync(Cancel)).Stage.Should().Be("reject");
        (await context.WorkRequests.AsNoTracking().SingleAsync(Cancel)).Error.Should().BeNull();
    }

    [Fact]
    public async Task A_wrong_configuration_stops_the_start_with_a_line_for_each_failure()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");

        var (exitCode, output, errors) = await WorkerProcess.RunAsync(
            folder, string.Empty, ["work"], Cancel, ("AUDITOR__DNS__TIMEOUTT", "5s"), ("AUDITOR__SCHEDULE__TIMEZONE", "Mars/Olympus"));

        exitCode.Should().Be(1);
        output.Should().BeEmpty();
        errors.ReplaceLineEndings("\n").Should().Contain("auditor work: The configuration has an unknown key Dns:TIMEOUTT; did you mean Dns:Timeout?\n")
            .And.Contain("auditor work: The configuration value of Schedule:TimeZone cannot be used: 'Mars/Olympus' is no time zone known here")
            .And.NotContain("   at ");
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");

        var (exitCode, _, errors) = await WorkerProcess.RunAsync(
            folder, string.Empty, ["work"], Cancel, ("AUDITOR__STORAGE__PROVIDER", "postgres"),
            ("AUDITOR__STORAGE__CONNECTIONSTRING", $"Host=127.0.0.1;Port={TestServices.FreePort()};Database=auditor;Username=auditor;Password=canary-77"));

        exitCode.Should().Be(1);
        errors.Should().Contain("auditor: PostgreSQL at 127.0.0.1").And.NotContain("   at ").And.NotContain("canary-77");
        folder.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
