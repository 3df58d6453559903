using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Blocklists;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

/// <summary>Lists are asked apart from audits, and audits read what they answered.</summary>
public sealed class BlocklistSweepTests
{
    private static readonly BlocklistCatalogue Lists = SampleLists.Only("""
        {"zone":"bl.test","name":"First","weight":"high"}, {"zone":"names.test","name":"Names","kind":"domain"}, {"zone":"gone.test","name":"Gone"}
        """);

    private readonly SteppedTime time = new();

    [Theory]
    [BothDatabases]
    public async Task What_lists_answer_is_in_the_next_audit_which_is_due_at_once(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var lists = Zones();
        await AddDomainsAsync(database, "a.example", "b.example");
        var first = await AuditAsync(database, "a.example");
        first.BlocklistSubjects.Should().Equal("192.0.2.1", "a.example");
        first.Blocklists.Should().BeEmpty("no list was asked yet, and the audit waits for none");
        time.Advance(TimeSpan.FromMinutes(10));
        using var worker = Worker(database, lists);

        await worker.RunAsync(Cancel);

        await using var context = database.Database.CreateDbContext();
        lists.Asked.Should().Contain(("1.2.0.192.bl.test", DnsRecordType.A)).And.Contain(("a.example.names.test", DnsRecordType.A))
            .And.NotContain(("1.2.0.192.gone.test", DnsRecordType.A), "it keeps silent about its test points");
        (await context.Domains.AsNoTracking().SingleAsync(d => d.Name == "a.example", Cancel)).NextAuditAt.Should().Be(time.GetUtcNow(), "an answer came");
        (await context.JobRuns.AsNoTracking().SingleAsync(Cancel)).Should().BeEquivalentTo(new { Name = "blocklists", Outcome = JobOutcome.Succeeded, Done = 3, Total = 3 });
        var second = await AuditAsync(database, "a.example");
        second.Blocklists.Select(b => (b.Name, b.Subject, b.Status)).Should().Equal(("First", "192.0.2.1", "listed"), ("Gone", "192.0.2.1", "error"), ("Names", "a.example", "clean"));
        second.Findings.Select(f => f.Code).Should().Contain(["BLOCKLIST-LISTED", "BLOCKLIST-UNUSABLE"]);
        second.Dns.Queries.Should().Be(first.Dns.Queries, "the lists' questions are none of the audit's");
        (second.Score.Value, second.Score.Deductions.Length).Should().Be((first.Score.Value, first.Score.Deductions.Length));
        (await context.Findings.CountAsync(f => f.Code == "BLOCKLIST-LISTED", Cancel)).Should().Be(1);
    }

    [Fact]
    public async Task A_second_run_asks_nothing_and_a_day_later_everything_once()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var lists = Zones();
        await AddDomainsAsync(database, "a.example");
        await AuditAsync(database, "a.example");
        using var worker = Worker(database, lists);
        await worker.RunAsync(Cancel);
        var asked = lists.Asked.Count;
        time.Advance(TimeSpan.FromMinutes(2));
        await AuditAsync(database, "a.example");

        await worker.RunAsync(Cancel);
        using (var restarted = Worker(database, lists))
        {
            await restarted.RunAsync(Cancel);
        }

        lists.Asked.Should().HaveCount(asked, "everything is remembered, also by a new process");
        time.Advance(TimeSpan.FromDays(1));
        await worker.RunAsync(Cancel);
        lists.Asked.Should().HaveCount(2 * asked);
        await using var context = database.Database.CreateDbContext();
        (await context.Domains.AsNoTracking().SingleAsync(Cancel)).NextAuditAt.Should().BeAfter(time.GetUtcNow(), "no answer changed");
    }

    [Fact]
    public async Task Two_workers_ask_no_list_twice()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var lists = Zones();
        var names = Enumerable.Range(0, 130).Select(i => $"d{i}.example").ToArray();
        await AddDomainsAsync(database, names);
        await using (var context = database.Database.CreateDbContext())
        {
            context.BlocklistTargets.AddRange((await context.Domains.ToListAsync(Cancel)).Select(d => new BlocklistTarget { DomainId = d.Id, Subject = d.Name }));
            await context.SaveChangesAsync(Cancel);
        }

        using var one = Worker(database, lists);
        using var other = Worker(database, lists);
        await Task.WhenAll(Task.Run(() => one.RunAsync(Cancel), Cancel), Task.Run(() => other.RunAsync(Cancel), Cancel));

        lists.Asked.Should().OnlyHaveUniqueItems();
        lists.Asked.Count(q => q.Name.EndsWith(".example.names.test", StringComparison.Ordinal)).Should().BeInRange(1, 130);
        time.Advance(TimeSpan.FromHours(21));
        using var next = Worker(database, lists);
        await next.RunAsync(Cancel);
        names.Should().OnlyContain(n => lists.Asked.Any(q => q.Name == n + ".names.test"), "what one worker left, a later run asks");
    }

    [Fact]
    public async Task Switched_off_or_with_paused_domains_nothing_is_asked()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var lists = Zones();
        await AddDomainsAsync(database, "a.example");
        await AuditAsync(database, "a.example");
        var settings = Settings(database);
        (await settings.SaveAsync("Blocklists:Enabled", "maybe", Cancel)).Should().Be("'maybe' is neither true nor false.");
        await settings.SaveAsync("Blocklists:Enabled", "false", Cancel);
        using var worker = Worker(database, lists);

        await worker.RunAsync(Cancel);
        await settings.SaveAsync("Blocklists:Enabled", null, Cancel);
        await using var context = database.Database.CreateDbContext();
        await context.Domains.ExecuteUpdateAsync(set => set.SetProperty(d => d.Paused, true), Cancel);
        await worker.RunAsync(Cancel);

        lists.Asked.Should().BeEmpty();
        (await context.JobRuns.CountAsync(Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task Targets_follow_the_audit_and_stay_while_mail_hosts_are_unknown()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await AddDomainsAsync(database, "a.example");
        await AuditAsync(database, "a.example");
        time.Advance(TimeSpan.FromMinutes(1));
        await AuditAsync(database, "a.example", new TestZone().Fails("a.example", DnsStatus.ServerFailure).Fails("mx.a.example", DnsStatus.ServerFailure));
        (await TargetsAsync()).Should().Equal("192.0.2.1", "a.example");
        time.Advance(TimeSpan.FromMinutes(1));
        await AuditAsync(database, "a.example", new TestZone().Txt("a.example", "v=spf1 -all").Mx("a.example", 10, "mx.provider.example").A("mx.provider.example", "192.0.2.50"));

        (await TargetsAsync()).Should().Equal(["a.example"], "a provider's mail hosts are its own matter");

        async Task<List<string>> TargetsAsync()
        {
            await using var context = database.Database.CreateDbContext();
            return await context.BlocklistTargets.OrderBy(t => t.Subject).Select(t => t.Subject).ToListAsync(Cancel);
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static TestZone Zones() => new TestZone().A("2.0.0.127.bl.test", "127.0.0.2").A("1.2.0.192.bl.test", "127.0.0.2").A("test.names.test", "127.0.0.2");

    private static SettingsStore Settings(TestDatabase database) => new(database.Database, new ConfigurationBuilder().Build(), TimeProvider.System);

    private BlocklistSweep Worker(TestDatabase database, TestZone lists) => new(
        Lists, new BlocklistQueue(database.Database, time), new StoredBlocklistMemory(database.Database, time), Settings(database), _ => lists,
        new JobRunLog(database.Database, time), time, NullLogger<BlocklistSweep>.Instance);

    // As the nightly job does it, and the next audit is tomorrow's.
    private async Task<AuditDocument> AuditAsync(TestDatabase database, string name, TestZone? dns = null)
    {
        var zone = dns ?? new TestZone().Txt(name, "v=spf1 mx -all").Mx(name, 10, $"mx.{name}").A($"mx.{name}", "192.0.2.1");
        var request = (await new AuditRequestQuery(database.Database, time).FindAsync(name, Cancel))!;
        var means = new AuditMeans(zone, time) { Blocklists = new StoredBlocklists(database.Database, Lists, time) };
        var audit = await DomainAuditor.AuditAsync(request with { Checks = request.Checks | AuditChecks.Blocklists }, means, Cancel);
        await new AuditWriter(database.Database).SaveAsync(audit, time.GetUtcNow().AddDays(2), Cancel);
        return audit;
    }

    private async Task AddDomainsAsync(TestDatabase database, params string[] names)
    {
        await using var context = database.Database.CreateDbContext();
        context.Domains.AddRange(names.Select(n => new MonitoredDomain { Name = n, CreatedAt = time.GetUtcNow(), NextAuditAt = time.GetUtcNow() }));
        await context.SaveChangesAsync(Cancel);
    }
}
