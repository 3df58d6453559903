using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Domains;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class DomainBulkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly Doer Ann = new("ann@example.com", "192.0.2.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Tags_and_groups_are_set_once_and_taken_away_again(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, 450);
        var bulk = Bulk(test);
        var names = await new DomainListQuery(test.Database, new StillTime(Now)).NamesAsync(new DomainListRequest { Search = "d" }, Cancel);
        names.Should().HaveCount(450);

        (await bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.AddTag, " Vip "), null, Cancel)).Should().Be(new BulkResult(450, 0));
        (await bulk.ApplyAsync(Ann, [.. names, "gone.example"], new BulkChange(BulkAction.AddTag, "vip"), null, Cancel)).Should().Be(new BulkResult(0, 451));
        (await bulk.ApplyAsync(Ann, [.. names.Take(3)], new BulkChange(BulkAction.SetGroup, "Acme"), null, Cancel)).Should().Be(new BulkResult(3, 0));
        await using (var db = test.Database.CreateDbContext())
        {
            (await db.Domains.CountAsync(d => d.Tags.Any(t => t.Name == "vip"), Cancel)).Should().Be(450);
            (await db.Tags.CountAsync(Cancel)).Should().Be(1);
            (await db.Domains.CountAsync(d => d.Group!.Name == "Acme", Cancel)).Should().Be(3);
            (await db.Activity.CountAsync(Cancel)).Should().Be(453);
            (await db.Activity.SingleAsync(e => e.Subject == "d0.example" && e.After == "group Acme", Cancel)).Should().BeEquivalentTo(
                new { Actor = "ann@example.com", Address = "192.0.2.9", Action = ActivityActions.DomainChanged, Before = "group none" });
        }

        (await bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.RemoveTag, "vip"), null, Cancel)).Changed.Should().Be(450);
        (await bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.SetGroup, ""), null, Cancel)).Should().Be(new BulkResult(3, 447));
        await using var after = test.Database.CreateDbContext();
        (await after.Tags.AnyAsync(Cancel)).Should().BeFalse();
        (await after.Groups.AnyAsync(Cancel)).Should().BeFalse();
    }

    [Theory, BothDatabases]
    public async Task Held_domains_stay_when_others_are_deleted(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, 3);
        await using var db = test.Database.CreateDbContext();
        await db.Domains.Where(d => d.Name == "d1.example").ExecuteUpdateAsync(d => d.SetProperty(x => x.LegalHold, true), Cancel);
        (await Bulk(test).ApplyAsync(Ann, ["d0.example", "d1.example", "d2.example"], new BulkChange(BulkAction.Delete, null), null, Cancel)).Should().Be(new BulkResult(2, 1));
        (await db.Domains.Select(d => d.Name).ToListAsync(Cancel)).Should().Equal("d1.example");
        (await db.Activity.Select(e => e.Action).ToListAsync(Cancel)).Should().Equal(ActivityActions.DomainRemoved, ActivityActions.DomainRemoved);
    }

    [Theory, BothDatabases]
    public async Task Two_people_make_the_same_tag_and_the_same_group_at_once(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, 12);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Bulk(test).ApplyAsync(Ann, [$"d{i}.example"], new BulkChange(i % 2 == 0 ? BulkAction.AddTag : BulkAction.SetGroup, "new"), null, Cancel)));
        await using var db = test.Database.CreateDbContext();
        (await db.Tags.CountAsync(Cancel)).Should().Be(1);
        (await db.Groups.CountAsync(Cancel)).Should().Be(1);
        (await db.Domains.CountAsync(d => d.Tags.Any(), Cancel)).Should().Be(6);
        (await db.Domains.CountAsync(d => d.Group != null, Cancel)).Should().Be(6);
    }

    [Fact]
    public async Task Purpose_and_pause_are_changed_and_what_is_missing_is_said()
    {
        await using var test = await WithDomainsAsync(StorageProvider.Sqlite, 2);
        var bulk = Bulk(test);
        string[] names = ["d0.example", "d1.example"];
        (await bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.SetPurpose, "parked"), null, Cancel)).Changed.Should().Be(2);
        (await bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.Pause, null), null, Cancel)).Changed.Should().Be(2);
        (await bulk.ApplyAsync(Ann, ["d0.example"], new BulkChange(BulkAction.Resume, null), null, Cancel)).Changed.Should().Be(1);
        await using var db = test.Database.CreateDbContext();
        (await db.Domains.OrderBy(d => d.Name).Select(d => new { d.PurposeOverride, d.Paused }).ToListAsync(Cancel)).Should().BeEquivalentTo(
            [new { PurposeOverride = "parked", Paused = false }, new { PurposeOverride = "parked", Paused = true }], o => o.WithStrictOrdering());
        (await db.Domains.SingleAsync(d => d.Name == "d0.example", Cancel)).NextAuditAt.Should().Be(Now);

        await FluentActions.Awaiting(() => bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.AddTag, " "), null, Cancel)).Should().ThrowAsync<ArgumentException>().WithMessage("Type the tag.*");
        await FluentActions.Awaiting(() => bulk.ApplyAsync(Ann, names, new BulkChange(BulkAction.SetGroup, new string('x', 101)), null, Cancel)).Should().ThrowAsync<ArgumentException>().WithMessage("*100 characters*");
    }

    private static DomainBulk Bulk(TestDatabase test) => new(test.Database, new ActivityLog(test.Database, new StillTime(Now)), new StillTime(Now));

    private static async Task<TestDatabase> WithDomainsAsync(StorageProvider provider, int count)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        db.Domains.AddRange(Enumerable.Range(0, count).Select(i => new MonitoredDomain { Name = $"d{i}.example", NextAuditAt = Now.AddDays(1) }));
        await db.SaveChangesAsync(Cancel);
        return test;
    }
}
