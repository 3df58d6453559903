using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class FindingDeskTests
{
    private const string Shop = "shop.example";
    private const string Reason = "The supplier mends it in January.";

    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    private static readonly Doer Ann = new("ann@example.com", "192.0.2.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task An_accepted_risk_is_no_work_until_its_day_is_over_and_stays_in_the_score(StorageProvider provider)
    {
        await using var test = await AuditedAsync(provider);
        (await CountsAsync(test.Database)).Should().Be((1, 1));
        (await WorkAsync(test.Database, Now)).Should().Equal("SPF-LOOKUP-LIMIT");

        (await Desk(test.Database, Now).AcceptAsync(Ann, Shop, "SPF-LOOKUP-LIMIT", null, Today.AddDays(1), Reason, Cancel)).Should().BeTrue();
        (await CountsAsync(test.Database)).Should().Be((0, 1));
        (await WorkAsync(test.Database, Now)).Should().Equal("DKIM-KEY-UNDER-2048");
        (await new DomainListQuery(test.Database, new StillTime(Now)).ReadAsync(new DomainListRequest { NeedsAction = true }, Cancel)).Total.Should().Be(0);

        await AuditAsync(test.Database, Now.AddDays(1), Findings);
        (await CountsAsync(test.Database)).Should().Be((0, 1), "the last day still counts");
        var page = await new DomainPageQuery(test.Database).ReadAsync(Shop, Cancel);
        page!.Accepted.Should().ContainSingle().Which.Value.Should().Be(new AcceptedRisk(Today.AddDays(1), Ann.Name, Reason));
        page.Audit!.Findings.Should().HaveCount(2);
        page.Audit.Score.Value.Should().Be(69, "the score tells what is, not what somebody lives with");

        await AuditAsync(test.Database, Now.AddDays(2), Findings);
        (await CountsAsync(test.Database)).Should().Be((1, 1));
        (await WorkAsync(test.Database, Now.AddDays(2))).Should().Equal("SPF-LOOKUP-LIMIT");
    }

    [Theory, BothDatabases]
    public async Task A_finding_that_went_and_came_back_is_looked_at_again_and_a_word_can_be_taken_back(StorageProvider provider)
    {
        await using var test = await AuditedAsync(provider);
        var desk = Desk(test.Database, Now);
        (await desk.AcceptAsync(Ann, Shop, "DKIM-KEY-UNDER-2048", "s1", Today.AddDays(90), Reason, Cancel)).Should().BeTrue();
        (await CountsAsync(test.Database)).Should().Be((1, 0));
        (await desk.WithdrawAsync(Ann, Shop, "DKIM-KEY-UNDER-2048", "s1", Cancel)).Should().BeTrue();
        (await CountsAsync(test.Database)).Should().Be((1, 1));

        await desk.AcceptAsync(Ann, Shop, "DKIM-KEY-UNDER-2048", "s1", Today.AddDays(90), Reason, Cancel);
        await AuditAsync(test.Database, Now.AddDays(1), [Findings[0]]);
        (await desk.WithdrawAsync(Ann, Shop, "DKIM-KEY-UNDER-2048", "s1", Cancel)).Should().BeFalse("it does not stand any more");
        await AuditAsync(test.Database, Now.AddDays(2), Findings);
        (await CountsAsync(test.Database)).Should().Be((1, 1));

        await using var db = test.Database.CreateDbContext();
        (await db.Activity.OrderBy(a => a.Id).Select(a => new { a.Action, a.Subject, a.Before, a.After }).ToListAsync(Cancel)).Should().StartWith(
        [
            new { Action = "finding.accepted", Subject = (string?)$"{Shop} DKIM-KEY-UNDER-2048 s1", Before = (string?)"open", After = (string?)$"accepted until 2026-09-28: {Reason}" },
            new { Action = "finding.withdrawn", Subject = (string?)$"{Shop} DKIM-KEY-UNDER-2048 s1", Before = (string?)$"accepted until 2026-09-28: {Reason}", After = (string?)"open" },
        ]);
    }

    [Theory, BothDatabases]
    public async Task Only_a_day_of_the_coming_year_and_a_reason_are_taken(StorageProvider provider)
    {
        await using var test = await AuditedAsync(provider);
        var desk = Desk(test.Database, Now);
        foreach (var day in new[] { Today.AddDays(-1), Today.AddDays(FindingDesk.MostDays + 1) })
        {
            await FluentActions.Invoking(() => desk.AcceptAsync(Ann, Shop, "SPF-LOOKUP-LIMIT", null, day, Reason, Cancel)).Should().ThrowAsync<ArgumentOutOfRangeException>();
        }

        await FluentActions.Invoking(() => desk.AcceptAsync(Ann, Shop, "SPF-LOOKUP-LIMIT", null, Today, " ", Cancel)).Should().ThrowAsync<ArgumentException>();
        (await desk.AcceptAsync(Ann, Shop, "SPF-MISSING", null, Today, Reason, Cancel)).Should().BeFalse();
        (await desk.AcceptAsync(Ann, "other.example", "SPF-LOOKUP-LIMIT", null, Today, Reason, Cancel)).Should().BeFalse();
        (await desk.AcceptAsync(Ann, Shop, "SPF-LOOKUP-LIMIT", null, Today, new string('x', 2_000), Cancel)).Should().BeTrue();
        (await new DomainPageQuery(test.Database).ReadAsync(Shop, Cancel))!.Accepted.Values.Single().Note.Should().HaveLength(FindingDesk.MaxNote);
    }

    private static readonly Finding[] Findings =
    [
        new("SPF-LOOKUP-LIMIT", Severity.Error, "More than ten DNS lookups", "Eleven.", "", "RFC 7208 4.6.4", []),
        new("DKIM-KEY-UNDER-2048", Severity.Warning, "DKIM key under 2048 bits", "1024.", "", "RFC 8301 3.2", []) { Subject = "s1" },
    ];

    private static FindingDesk Desk(AuditorDatabase database, DateTimeOffset now) => new(database, new ActivityLog(database, new StillTime(now)), new StillTime(now));

    private static async Task<TestDatabase> AuditedAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        db.Domains.Add(new MonitoredDomain { Name = Shop, CreatedAt = Now, NextAuditAt = Now });
        await db.SaveChangesAsync(Cancel);
        await AuditAsync(test.Database, Now, Findings);
        return test;
    }

    private static async Task AuditAsync(AuditorDatabase database, DateTimeOffset at, Finding[] findings) =>
        await new AuditWriter(database).SaveAsync(SampleAudits.Shop(Shop, at) with { Findings = [.. findings] }, at.AddDays(1), Cancel);

    private static async Task<(int Errors, int Warnings)> CountsAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        var domain = await db.Domains.AsNoTracking().SingleAsync(Cancel);
        return (domain.ErrorCount, domain.WarningCount);
    }

    private static async Task<IEnumerable<string?>> WorkAsync(AuditorDatabase database, DateTimeOffset now) =>
        (await new OverviewQuery(database, new StillTime(now)).ReadAsync(null, Cancel)).Actions.Select(a => a.Code);
}
