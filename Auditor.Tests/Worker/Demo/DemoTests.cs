using Auditor.Core.Dns;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Tests.Support;
using Auditor.Worker.Demo;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Worker.Demo;

public sealed class DemoTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "p=reject; rua")]
    [InlineData(50, "p=quarantine; rua")]
    [InlineData(80, "p=quarantine; t=y")]
    public async Task The_zones_answer_as_they_did_on_the_day(int daysAgo, string expected)
    {
        var zones = ZoneFileResolver.Load(new DemoZones(DemoInstallation.Root).At(daysAgo), _ => { });
        var outcome = await zones.QueryAsync(DomainName.Parse("_dmarc.northwind.example"), DnsRecordType.Txt, Cancellation);
        outcome.Texts.Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Fact]
    public void Every_report_of_a_day_parses_without_a_repair()
    {
        var reports = new DemoReports(DemoScenario.Load(Path.Combine(DemoInstallation.Root, "demo.json"))).Of(new DateOnly(2026, 11, 18), daysAgo: 5).ToList();
        reports.Should().HaveCountGreaterThan(30);
        foreach (var (name, content) in reports)
        {
            var parts = 0;
            foreach (var part in ReportIntake.ReadParts(content, name, IntakeLimits.Default))
            {
                parts++;
                part.Aggregate!.TryRead(out _).Should().BeTrue(name);
                while (part.Aggregate.TryRead(out _))
                {
                }

                part.Aggregate.Completion.Repairs.Should().BeEmpty(name);
            }

            parts.Should().Be(1, name);
        }
    }

    [Fact]
    public async Task Seeding_twice_is_seeding_once_and_a_later_day_adds_its_own_reports()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancellation);
        await SeedAsync(test, Now);
        var first = await CountAsync(test);
        first.Domains.Should().Be(13);
        first.LastReport.Should().Be(new DateTimeOffset(2026, 11, 22, 23, 59, 59, TimeSpan.Zero));
        first.Scored.Should().Be(12, "the zone of the thirteenth never answers");

        await SeedAsync(test, Now.AddHours(3));
        (await CountAsync(test)).Should().Be(first);

        await SeedAsync(test, Now.AddDays(1));
        (await CountAsync(test)).LastReport.Should().Be(first.LastReport.AddDays(1));
    }

    private static Task SeedAsync(TestDatabase test, DateTimeOffset now)
    {
        var time = new SteppedTime();
        time.Advance(now - time.GetUtcNow());
        return new DemoInstallation(test.Database, time).SeedAsync(Cancellation);
    }

    private static async Task<Counts> CountAsync(TestDatabase test)
    {
        await using var context = test.Database.CreateDbContext();
        return new Counts(
            await context.Domains.CountAsync(Cancellation),
            await context.Reports.CountAsync(Cancellation),
            await context.Ledger.CountAsync(Cancellation),
            await context.Audits.CountAsync(Cancellation),
            await context.Domains.CountAsync(d => d.Score != null, Cancellation),
            await context.Reports.MaxAsync(r => r.End, Cancellation));
    }

    private sealed record Counts(int Domains, int Reports, int LedgerEntries, int Audits, int Scored, DateTimeOffset LastReport);
}
