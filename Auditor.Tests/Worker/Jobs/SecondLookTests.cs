using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Auditing;
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

/// <summary>What differs from last night, and what DNS failed for, is asked again over another resolver before it counts.</summary>
public sealed class SecondLookTests
{
    private const string Reject = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com";
    private const string Monitoring = "v=DMARC1; p=none; rua=mailto:dmarc@example.com";
    private static readonly DateTimeOffset Night = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    private readonly SteppedTime time = new();

    public SecondLookTests() => time.Advance(Night - time.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_change_that_both_looks_see_is_confirmed_with_both_raw_answers(StorageProvider provider)
    {
        await using var test = await AuditedAsync(provider);

        await AuditAsync(test, AuditFixture.Sound(Monitoring), AuditFixture.Sound(Monitoring));

        await using var context = test.Database.CreateDbContext();
        (await context.Changes.SingleAsync(Cancel)).Should().BeEquivalentTo(new
        {
            Name = "_dmarc.example.com",
            Type = "TXT",
            Before = Reject,
            After = Monitoring,
            BeforeServer = "zone",
            BeforeAt = Night,
            BeforeTtl = 300L,
            AfterServer = "zone",
            AfterTtl = 300L,
            ChangedAt = Night.AddDays(1),
            ConfirmedBy = "zone",
        });
        var moves = await context.PolicyMoves.OrderBy(m => m.MovedAt).ToListAsync(Cancel);
        moves.Select(m => (m.FromStage, m.ToStage, m.MovedAt)).Should().Equal((null, "reject", Night), ("reject", "monitoring", Night.AddDays(1)));
        (await context.Findings.Select(f => f.Code).ToListAsync(Cancel)).Should().Contain(["DMARC-POLICY-NONE", "DMARC-POLICY-WEAKENED"]);
    }

    [Fact]
    public async Task A_change_that_the_second_look_does_not_see_is_none()
    {
        await using var test = await AuditedAsync(StorageProvider.Sqlite);

        await AuditAsync(test, AuditFixture.Sound(Monitoring), AuditFixture.Sound(Reject));

        await using var context = test.Database.CreateDbContext();
        (await context.Changes.CountAsync(Cancel)).Should().Be(0);
        (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Score = 100, Stage = "reject", ScoreIsStale = false });
    }

    [Fact]
    public async Task A_change_that_the_second_look_cannot_confirm_is_kept_as_seen_once()
    {
        await using var test = await AuditedAsync(StorageProvider.Sqlite);

        await AuditAsync(test, AuditFixture.Sound(Monitoring), AuditFixture.Sound(Monitoring).Fails("_dmarc.example.com", DnsStatus.Timeout));

        await using var context = test.Database.CreateDbContext();
        (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Stage = "monitoring", ScoreIsStale = false }, "the first look's answer is fresh");
        (await context.Changes.CountAsync(Cancel)).Should().Be(0, "the history notes it when an answer confirms it");
    }

    [Fact]
    public async Task A_failure_of_one_resolver_is_made_good_by_the_other()
    {
        await using var test = await AuditedAsync(StorageProvider.Sqlite);

        await AuditAsync(test, AuditFixture.Sound(Reject).Fails("example.com", DnsStatus.ServerFailure), AuditFixture.Sound(Reject));

        await using var context = test.Database.CreateDbContext();
        (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Score = 100, ScoreIsStale = false });
    }

    [Fact]
    public async Task A_night_of_failures_keeps_the_score_for_seven_days_and_says_that_it_is_stale()
    {
        await using var test = await AuditedAsync(StorageProvider.Sqlite);
        var failing = AuditFixture.Sound(Reject).Fails("example.com", DnsStatus.ServerFailure).Fails("_dmarc.example.com", DnsStatus.Timeout);

        for (var night = 0; night < 8; night++)
        {
            await AuditAsync(test, failing, failing);
            await using var context = test.Database.CreateDbContext();
            (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Score = 100, Stage = "reject", ScoreIsStale = true });
            var last = await context.Audits.OrderByDescending(a => a.AuditedAt).FirstAsync(Cancel);
            last.Score.Should().Be(night < 7 ? 100 : null, "after seven days nobody knows");
            (await context.Changes.CountAsync(Cancel) + await context.PolicyMoves.CountAsync(Cancel)).Should().Be(1, "only the stage of the first night");
        }
    }

    [Fact]
    public async Task A_quiet_night_asks_no_second_time()
    {
        await using var test = await AuditedAsync(StorageProvider.Sqlite);
        var second = AuditFixture.Sound(Reject);

        await AuditAsync(test, AuditFixture.Sound(Reject), second);

        second.Asked.Should().BeEmpty();
    }

    private async Task<TestDatabase> AuditedAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        var domain = new MonitoredDomain { Name = "example.com", CreatedAt = Night, NextAuditAt = Night };
        domain.Selectors.Add(new DomainSelector { Selector = "s1", Source = SelectorSource.Configured, FirstSeenAt = Night });
        context.Domains.Add(domain);
        await context.SaveChangesAsync(Cancel);
        await SweepAsync(test, [AuditFixture.Sound(Reject)]);
        return test;
    }

    private async Task AuditAsync(TestDatabase test, TestZone first, TestZone second)
    {
        time.Advance(TimeSpan.FromDays(1));
        await using var context = test.Database.CreateDbContext();
        await context.Domains.ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAuditAt, time.GetUtcNow()), Cancel);
        await SweepAsync(test, [first, second]);
    }

    private async Task SweepAsync(TestDatabase test, TestZone[] zones)
    {
        var looks = new Queue<IDnsResolver>(zones);
        var settings = new SettingsStore(test.Database, new ConfigurationBuilder().Build(), time);
        using var audits = new DomainAudits(
            test.Database, new AuditRequestQuery(test.Database, time), new AuditWriter(test.Database), new AuditProgress(), time, NullLogger<DomainAudits>.Instance);
        using var https = new HttpsFetcher();
        using var sweep = new AuditSweep(
            new Leases(test.Database, time), audits, settings, _ => looks.Dequeue(), new ServiceMeans(new FakeSmtpProbe(), https, new StoredBlocklists(test.Database, BlocklistCatalogue.Default, time), SenderCatalogue.Default, time), new JobRunLog(test.Database, time),
            new RequestBook(test.Database, time), time, NullLogger<AuditSweep>.Instance);
        await sweep.RunDueAsync("due-audits", Cancel);
    }
}
