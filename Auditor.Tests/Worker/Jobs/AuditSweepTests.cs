using System.Collections.Concurrent;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Worker.Fetching;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

/// <summary>What is due is audited once, whoever else works at it and whatever stops it.</summary>
public sealed class AuditSweepTests
{
    private const int Domains = 120;

    [Theory]
    [BothDatabases]
    public async Task Two_workers_at_once_audit_each_due_domain_once(StorageProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider, Cancel);
        var asked = await FillAsync(database);
        using var one = new TestWorker(database, asked);
        using var other = new TestWorker(database, asked);

        await Task.WhenAll(one.Sweep.RunDueAsync("due-audits", Cancel), other.Sweep.RunDueAsync("due-audits", Cancel));

        await using var context = database.Database.CreateDbContext();
        (await context.Audits.GroupBy(a => a.DomainId).Select(g => g.Count()).ToListAsync(Cancel)).Should().HaveCount(Domains).And.OnlyContain(n => n == 1);
        asked.Should().HaveCount(Domains).And.OnlyContain(pair => pair.Value == 1, "no domain's SPF record is asked for by two audits");
        (one.Finished + other.Finished).Should().Be(Domains);
        (await context.Domains.ToListAsync(Cancel)).Should().OnlyContain(d => d.AuditLeaseUntil == null && d.NextAuditAt > DateTimeOffset.UtcNow && d.Score != null);
        (await context.JobRuns.ToListAsync(Cancel)).Should().OnlyContain(r => r.Outcome == JobOutcome.Succeeded && r.Failed == 0).And.Subject.Sum(r => r.Done).Should().Be(Domains);
    }

    [Fact]
    public async Task Nothing_due_makes_no_run()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        using var worker = new TestWorker(database, []);

        await worker.Sweep.RunDueAsync("due-audits", Cancel);

        await using var context = database.Database.CreateDbContext();
        (await context.JobRuns.CountAsync(Cancel)).Should().Be(0);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_gives_its_leases_back_and_the_next_one_does_the_rest()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database);
        using var worker = new TestWorker(database, asked);
        using var stop = new CancellationTokenSource();
        worker.Progress.Stepped += step =>
        {
            if (step is { Stage: AuditStage.Done, Done: 30 })
            {
                stop.Cancel();
            }
        };

        await ((Func<Task>)(() => worker.Sweep.RunDueAsync("nightly-audit", stop.Token))).Should().ThrowAsync<OperationCanceledException>();
        await using var context = database.Database.CreateDbContext();
        var done = await context.Audits.CountAsync(Cancel);
        done.Should().BeInRange(30, Domains - 1);
        (await context.Domains.CountAsync(d => d.AuditLeaseUntil != null, Cancel)).Should().Be(0);
        (await context.JobRuns.SingleAsync(Cancel)).Outcome.Should().Be(JobOutcome.Cancelled);

        using var next = new TestWorker(database, asked);
        await next.Sweep.RunDueAsync("due-audits", Cancel);
        (await context.Audits.GroupBy(a => a.DomainId).Select(g => g.Count()).ToListAsync(Cancel)).Should().HaveCount(Domains).And.OnlyContain(n => n == 1);
        next.Finished.Should().Be(Domains - done);
    }

    [Fact]
    public async Task What_a_killed_worker_held_is_due_again_once_its_lease_is_over()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database);
        var time = new SteppedTime();
        time.Advance(DateTimeOffset.UtcNow - time.GetUtcNow());
        (await new Leases(database.Database, time).TakeDueDomainsAsync(50, TimeSpan.FromMinutes(5), Cancel)).Should().HaveCount(50, "a worker takes them and dies");

        using var worker = new TestWorker(database, asked, time);
        await worker.Sweep.RunDueAsync("due-audits", Cancel);
        worker.Finished.Should().Be(Domains - 50);

        time.Advance(TimeSpan.FromMinutes(6));
        await worker.Sweep.RunDueAsync("due-audits", Cancel);
        worker.Finished.Should().Be(Domains);
        asked.Should().OnlyContain(pair => pair.Value == 1);
    }

    [Fact]
    public async Task Audits_asked_for_are_made_whether_due_or_not_and_their_requests_closed()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database, DateTimeOffset.UtcNow.AddDays(1));
        await using var context = database.Database.CreateDbContext();
        context.WorkRequests.AddRange(Request("d7.example"), Request("gone.example"));
        await context.SaveChangesAsync(Cancel);
        using var worker = new TestWorker(database, asked);
        var steps = new ConcurrentQueue<AuditStep>();
        worker.Progress.Stepped += steps.Enqueue;

        await worker.Sweep.RunAskedAsync(Cancel);

        asked.Keys.Should().Equal("d7.example");
        (await context.WorkRequests.AsNoTracking().OrderBy(r => r.Id).Select(r => new { Done = r.DoneAt != null, r.Error }).ToListAsync(Cancel))
            .Should().Equal(new { Done = true, Error = (string?)null }, new { Done = true, Error = (string?)"The domain is not monitored." });
        steps.Select(s => (s.Domain, s.Stage)).Should().Equal(("d7.example", AuditStage.Started), ("d7.example", AuditStage.Done));
        steps.Last().Score.Should().NotBeNull();
    }

    [Fact]
    public async Task A_domain_that_another_worker_audits_just_now_keeps_its_request_open()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database);
        await using var context = database.Database.CreateDbContext();
        context.WorkRequests.Add(Request("d7.example"));
        await context.SaveChangesAsync(Cancel);
        await new Leases(database.Database, TimeProvider.System).TakeDomainAsync("d7.example", TimeSpan.FromMinutes(5), Cancel);
        using var worker = new TestWorker(database, asked);

        await worker.Sweep.RunAskedAsync(Cancel);

        asked.Should().BeEmpty();
        var request = await context.WorkRequests.AsNoTracking().SingleAsync(Cancel);
        (request.DoneAt, request.LeaseUntil).Should().Be((null, null));
    }

    [Fact]
    public async Task Paused_domains_are_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database);
        await using var context = database.Database.CreateDbContext();
        await context.Domains.ExecuteUpdateAsync(set => set.SetProperty(d => d.Paused, d => d.Name != "d1.example"), Cancel);
        using var worker = new TestWorker(database, asked);

        await worker.Sweep.RunDueAsync("due-audits", Cancel);

        asked.Keys.Should().Equal("d1.example");
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task Declared_senders_are_probed_where_the_setting_says_so(string setting, int probes)
    {
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        var asked = await FillAsync(database);
        await using var context = database.Database.CreateDbContext();
        await context.Domains.Where(d => d.Name != "d1.example").ExecuteDeleteAsync(Cancel);
        var domain = await context.Domains.SingleAsync(Cancel);
        context.SendingAddresses.Add(new SendingAddress { DomainId = domain.Id, Address = "192.0.2.7" });
        await context.SaveChangesAsync(Cancel);
        using var worker = new TestWorker(database, asked, configuration: new ConfigurationBuilder().AddInMemoryCollection([new("Smtp:Probe", setting)]).Build());

        await worker.Sweep.RunDueAsync("due-audits", Cancel);

        worker.Probe.Asked.Select(a => a.Address.ToString()).Should().Equal(Enumerable.Repeat("192.0.2.7", probes));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static WorkRequest Request(string domain) => new() { Kind = WorkKind.Audit, Target = domain, CreatedAt = DateTimeOffset.UtcNow };

    private static async Task<ConcurrentDictionary<string, int>> FillAsync(TestDatabase database, DateTimeOffset? due = null)
    {
        await using var context = database.Database.CreateDbContext();
        context.Domains.AddRange(Enumerable.Range(0, Domains).Select(i => new MonitoredDomain
        {
            Name = $"d{i}.example",
            CreatedAt = DateTimeOffset.UtcNow,
            NextAuditAt = due ?? DateTimeOffset.UtcNow.AddMinutes(-i - 1),
        }));
        await context.SaveChangesAsync(Cancel);
        return [];
    }

    /// <summary>A worker over the database, whose resolver notes who asks for a domain's SPF record.</summary>
    private sealed class TestWorker : IDisposable
    {
        private readonly DomainAudits audits;
        private readonly HttpsFetcher https = new();
        private int finished;

        public TestWorker(TestDatabase database, ConcurrentDictionary<string, int> asked, TimeProvider? clock = null, IConfiguration? configuration = null)
            : this(database, _ => new CountingResolver(asked), clock, configuration)
        {
        }

        public TestWorker(TestDatabase database, ResolverSource resolvers, TimeProvider? clock = null, IConfiguration? configuration = null)
        {
            var time = clock ?? TimeProvider.System;
            var settings = new SettingsStore(database.Database, configuration ?? new ConfigurationBuilder().Build(), time);
            var requests = new AuditRequestQuery(database.Database, time);
            audits = new DomainAudits(database.Database, requests, new AuditWriter(database.Database), Progress, time, NullLogger<DomainAudits>.Instance);
            Sweep = new AuditSweep(
                new Leases(database.Database, time), audits, settings, resolvers, new ServiceMeans(Probe, https, new StoredBlocklists(database.Database, BlocklistCatalogue.Default, time), SenderCatalogue.Default, time), new JobRunLog(database.Database, time),
                new RequestBook(database.Database, time), time, NullLogger<AuditSweep>.Instance);
            Progress.Stepped += step => Interlocked.Add(ref finished, step.Stage == AuditStage.Done ? 1 : 0);
        }

        public AuditSweep Sweep { get; }

        public AuditProgress Progress { get; } = new();

        public FakeSmtpProbe Probe { get; } = new();

        public int Finished => finished;

        public void Dispose()
        {
            Sweep.Dispose();
            audits.Dispose();
            https.Dispose();
        }
    }

    private sealed class CountingResolver(ConcurrentDictionary<string, int> asked) : IDnsResolver
    {
        public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
        {
            await Task.Delay(2, cancellationToken);
            if (type == DnsRecordType.Txt && name.LabelCount == 2 && name.Value[0] != '_')
            {
                asked.AddOrUpdate(name.Value, 1, (_, n) => n + 1);
                return DnsOutcome.Answer(name, type, new TxtRecord(name, 300, ["v=spf1 -all"]));
            }

            return DnsOutcome.Without(name, type, DnsStatus.NxDomain);
        }
    }
}
