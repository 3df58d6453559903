using Auditor.Core.Advice;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Trust;

/// <summary>Reports in volume from strangers (RFC 9990 8.1, "False Information"): they are shown, and decide nothing.</summary>
public sealed class ForgedReportTests
{
    private static readonly GateLimits Limits = GateLimits.Default;

    private readonly SteppedTime time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite, "pass")]
    [InlineData(StorageProvider.Sqlite, "fail")]
    [InlineData(StorageProvider.Postgres, "pass")]
    [InlineData(StorageProvider.Postgres, "fail")]
    public async Task A_flood_of_forged_reports_leaves_every_verdict_as_it_is_and_is_shown_as_unverified(StorageProvider provider, string verdict)
    {
        var flood = Limits.PerSender + 40;
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        await store.TakeInAsync([TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, "real", count: 40))]);
        var before = await StateAsync(store);
        var results = await store.TakeInAsync(Enumerable.Range(0, flood).Select(i =>
            TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, $"f{i}", count: 1000, aligned: verdict, ip: $"203.0.113.{i % 200}"))));

        results.Should().OnlyContain(r => r.Outcome == PartOutcome.Imported);
        (await StateAsync(store)).Should().BeEquivalentTo(before);
        var query = new DomainReportsQuery(store.Database, time);
        (await query.LeftOutAsync("example.com", 30, null, Cancel)).Should().Be(new LeftOutReports(flood, flood * 1000L));
        (await query.VolumeAsync("example.com", 30, TierChoice.Parse("unverified"), Cancel)).Sum(d => d.Messages).Should().Be(flood * 1000L);
        (await query.VolumeAsync("example.com", 30, TierChoice.Parse("all"), Cancel)).Sum(d => d.Messages).Should().Be((flood * 1000L) + 40);

        // What a stranger can make the database keep is bounded; a copy is known all the same.
        var reports = await store.ReportsAsync();
        reports.Count(r => r.Tier == TrustTier.Unauthenticated && r.HasRows).Should().Be(Limits.PerSender);
        results.Count(r => r.ReasonCode == IngestReason.RateLimited).Should().Be(40);
        (await store.TakeInAsync([TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, $"f{flood - 1}", count: 1000, aligned: verdict, ip: $"203.0.113.{(flood - 1) % 200}"))]))
            .Single().Outcome.Should().Be(PartOutcome.Duplicate);
    }

    [Theory, BothDatabases]
    public async Task A_flood_of_foreign_domains_makes_no_domain_and_is_one_sum(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        await using (var db = store.Database.CreateDbContext())
        {
            db.ReportedDomains.AddRange(Enumerable.Range(0, Limits.MaxNames - 2).Select(i => new ReportedDomain { Name = $"known{i}.example", Reports = 1, Kept = i == 0 ? Limits.MaxUnmonitored - 5 : 0 }));
            await db.SaveChangesAsync(Cancel);
        }

        var results = await store.TakeInAsync(Enumerable.Range(0, 30).Select(i => TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, domain: $"foreign{i}.example", count: 2))));
        results.Should().OnlyContain(r => r.Outcome == PartOutcome.Imported);
        results.Count(r => r.ReasonCode == IngestReason.NotMonitored && r.ReportId == null).Should().Be(25);
        await using var after = store.Database.CreateDbContext();
        (await after.Domains.CountAsync(Cancel)).Should().Be(1);
        (await after.Reports.CountAsync(Cancel)).Should().Be(5);
        var summary = (await new UnmonitoredQuery(store.Database).ReadAsync(Cancel))!;
        summary.Names.Should().Be(Limits.MaxNames);
        summary.Reports.Should().Be(Limits.MaxNames - 2 + 30);
        summary.Domains[0].Should().BeEquivalentTo(new { Name = (string?)null, Reports = 28L, Messages = 56L });
    }

    [Theory, BothDatabases]
    public async Task Reports_that_came_before_a_domain_was_monitored_are_there_when_it_is(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time);
        await store.TakeInAsync([TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, count: 7))]);
        (await new UnmonitoredQuery(store.Database).ReadAsync(Cancel))!.Should().BeEquivalentTo(new { Names = 1, Reports = 1L, Messages = 7L, Kept = 1L });
        await using (var db = store.Database.CreateDbContext())
        {
            db.Domains.Add(new MonitoredDomain { Name = "example.com" });
            await db.SaveChangesAsync(Cancel);
        }

        (await new UnmonitoredQuery(store.Database).ReadAsync(Cancel)).Should().BeNull();
        (await new DomainReportsQuery(store.Database, time).VolumeAsync("example.com", 30, null, Cancel)).Sum(d => d.Messages).Should().Be(7);
    }

    [Theory, BothDatabases]
    public async Task Reports_of_a_subdomain_belong_to_the_monitored_domain_above_it(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com", "apart.example.com");
        await store.TakeInAsync([
            .. new[] { "example.com", "news.example.com", "apart.example.com", "x.apart.example.com", "notexample.com" }
                .Select((name, i) => TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, domain: name, count: (int)Math.Pow(10, i))))]);
        var query = new DomainReportsQuery(store.Database, time);
        (await query.VolumeAsync("example.com", 30, null, Cancel)).Sum(d => d.Messages).Should().Be(11);
        (await query.ReportsAsync("example.com", 0, null, Cancel)).Items.Select(r => r.PolicyDomain).Should().BeEquivalentTo("example.com", "news.example.com");
        (await query.VolumeAsync("apart.example.com", 30, null, Cancel)).Sum(d => d.Messages).Should().Be(1100);
        (await new UnmonitoredQuery(store.Database).ReadAsync(Cancel))!.Domains.Select(d => d.Name).Should().Equal("notexample.com");
    }

    [Theory, BothDatabases]
    public async Task Two_workers_that_read_the_same_mails_at_once_make_the_database_of_one(StorageProvider provider)
    {
        byte[][] mails = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0
            ? TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, $"r{i / 4}", count: 1 + (i % 4)))
            : TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, $"r{i / 4}", count: 1 + (i % 4))))];
        await using var one = await TrustStore.CreateAsync(provider, time, "example.com");
        await one.TakeInAsync(mails);
        await using var two = await TrustStore.CreateAsync(provider, time, "example.com");
        await Task.WhenAll(Task.Run(() => Other(two).TakeInAsync(mails), Cancel), Task.Run(() => Other(two).TakeInAsync(mails), Cancel));
        (await two.SumsAsync()).Should().Equal(await one.SumsAsync()).And.Equal(await two.SumsOfRowsAsync());
        (await two.ReportsAsync()).Select(r => (r.ReportId, r.Tier, r.IsDisplaced, r.MessageCount)).Should().BeEquivalentTo((await one.ReportsAsync()).Select(r => (r.ReportId, r.Tier, r.IsDisplaced, r.MessageCount)));

        TrustStore Other(TrustStore store) => store.Again();
    }

    private async Task<object> StateAsync(TrustStore store)
    {
        var audit = SampleAudits.Good("example.com", time.GetUtcNow());
        var gate = (await new PolicyProgressionQuery(store.Database, time).ReadAsync(audit, Cancel)).Gate;
        var overview = await new OverviewQuery(store.Database, time).ReadAsync(null, Cancel);
        var request = await new AuditRequestQuery(store.Database, time).FindAsync("example.com", Cancel);
        var sources = await new SourcesQuery(store.Database, time).ReadAsync("example.com", 30, 0, null, Cancel);
        await using var db = store.Database.CreateDbContext();
        return new
        {
            gate.Verdict,
            Conditions = gate.Conditions.Select(c => (c.Key, c.State, c.Text)).ToList(),
            Volume = overview.Volume.Sum(v => v.Messages),
            Weights = overview.Actions.Select(a => a.Messages).ToList(),
            Reported = request!.ReportedSelectors.Concat(request.ReportedAddresses.Select(a => a.ToString())).ToList(),
            Sources = sources.Items.Select(s => (s.SourceIp, s.Messages)).ToList(),
            LastReport = await db.Domains.Select(d => d.LastReportAt).SingleAsync(Cancel),
        };
    }
}
