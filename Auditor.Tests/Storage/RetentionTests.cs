using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Retention;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Stored = DateTimeOffset.FromUnixTimeSeconds(TestReport.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Old_rows_go_and_their_sums_stay(StorageProvider provider)
    {
        await using var test = await WithReportsAsync(provider, 45);
        var result = await ApplyAsync(test, Stored.AddDays(402), new RetentionOptions { LedgerDays = 1000 });

        result.Should().BeEquivalentTo(new { Reports = 45, Rows = 45L });
        await using var context = test.Database.CreateDbContext();
        (await context.Rows.AnyAsync(Cancel)).Should().BeFalse();
        (await context.Reports.CountAsync(r => !r.HasRows, Cancel)).Should().Be(45);
        (await context.Rollups.SumAsync(r => r.Messages, Cancel)).Should().Be(135);
        (await context.Ledger.CountAsync(Cancel)).Should().Be(45);
        (await ApplyAsync(test, Stored.AddDays(402), new RetentionOptions { LedgerDays = 1000 })).Total.Should().Be(0);
    }

    [Theory, BothDatabases]
    public async Task What_is_young_enough_stays(StorageProvider provider)
    {
        await using var test = await WithReportsAsync(provider, 3);
        (await ApplyAsync(test, Stored.AddDays(89), new RetentionOptions())).Total.Should().Be(0);
    }

    [Theory, BothDatabases]
    public async Task A_report_whose_rows_went_is_still_a_duplicate(StorageProvider provider)
    {
        await using var test = await WithReportsAsync(provider, 1);
        await ApplyAsync(test, Stored.AddDays(402), new RetentionOptions());
        await using var session = await new IngestWriter(test.Database, TimeProvider.System).BeginAsync(IntakeSource.Files, null, null, Cancel);
        (await session.WriteAsync(new TestReport { ReportId = "0" }.ToPart(), default, Cancel)).Outcome.Should().Be(PartOutcome.Duplicate);
    }

    [Theory, BothDatabases]
    public async Task A_domain_on_legal_hold_keeps_its_rows_and_audits(StorageProvider provider)
    {
        await using var test = await WithReportsAsync(provider, 2);
        await using var context = test.Database.CreateDbContext();
        var domain = new MonitoredDomain { Name = "example.com", LegalHold = true };
        context.Add(domain);
        await context.SaveChangesAsync(Cancel);
        context.Add(new StoredAudit { DomainId = domain.Id, AuditedAt = Stored, Stage = "none", Document = [1] });
        await context.SaveChangesAsync(Cancel);
        (await ApplyAsync(test, Stored.AddDays(402), new RetentionOptions { LedgerDays = 1000 })).Total.Should().Be(0);
    }

    [Theory, BothDatabases]
    public async Task Old_audits_keep_their_score_and_the_last_one_its_document(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        var domain = new MonitoredDomain { Name = "example.com" };
        context.Add(domain);
        await context.SaveChangesAsync(Cancel);
        var audits = Enumerable.Range(0, 3).Select(i => new StoredAudit { DomainId = domain.Id, AuditedAt = Stored.AddDays(i), Stage = "none", Score = i, Document = [1] }).ToList();
        context.AddRange(audits);
        await context.SaveChangesAsync(Cancel);
        domain.LastAuditId = audits[2].Id;
        await context.SaveChangesAsync(Cancel);

        (await ApplyAsync(test, Stored.AddDays(500), new RetentionOptions())).Audits.Should().Be(2);
        (await context.Audits.AsNoTracking().OrderBy(a => a.AuditedAt).Select(a => new { a.Score, HasDocument = a.Document != null }).ToListAsync(Cancel))
            .Should().BeEquivalentTo([new { Score = 0, HasDocument = false }, new { Score = 1, HasDocument = false }, new { Score = 2, HasDocument = true }]);
    }

    [Theory, BothDatabases]
    public async Task Quarantine_is_bounded_by_age_and_by_size_oldest_first(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var context = test.Database.CreateDbContext())
        {
            context.AddRange(Enumerable.Range(0, 10).Select(i => new QuarantinedPart
            {
                Sha256 = Encoding.ASCII.GetBytes($"{i}"),
                Content = new byte[100],
                ReasonCode = "x",
                Reason = "X.",
                FirstSeenAt = Stored.AddDays(i),
                LastSeenAt = Stored.AddDays(i),
            }));
            await context.SaveChangesAsync(Cancel);
        }

        (await ApplyAsync(test, Stored.AddDays(92), new RetentionOptions { MaxQuarantineBytes = 450 })).QuarantinedParts.Should().Be(6);
        await using var after = test.Database.CreateDbContext();
        (await after.Quarantine.OrderBy(p => p.Id).Select(p => p.LastSeenAt).ToListAsync(Cancel)).Should().Equal(Enumerable.Range(6, 4).Select(i => Stored.AddDays(i)));
    }

    private static async Task<TestDatabase> WithReportsAsync(StorageProvider provider, int count)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var session = await new IngestWriter(test.Database, new FixedTime(Stored)).BeginAsync(IntakeSource.Files, null, null, Cancel);
        for (var i = 0; i < count; i++)
        {
            await session.WriteAsync(new TestReport { ReportId = $"{i}" }.ToPart(), default, Cancel);
        }

        await session.FinishAsync(null, Cancel);
        return test;
    }

    private static Task<RetentionResult> ApplyAsync(TestDatabase test, DateTimeOffset now, RetentionOptions options) =>
        new RetentionWriter(test.Database, new FixedTime(now)).ApplyAsync(options, Cancel);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
