using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class ChangesAndSearchTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private readonly StillTime clock = new(Now);

    [Theory, BothDatabases]
    public async Task Changes_are_newest_first_and_filters_narrow(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test);
        var query = new ChangesQuery(test.Database, clock);

        var all = await query.ReadAsync(new ChangesFilter(Days: 365), 0, Cancel);
        (all.Total, all.Domains).Should().Be((60, 2));
        all.Changes.Should().HaveCount(ChangesQuery.PageSize).And.BeInDescendingOrder(c => c.ChangedAt);
        all.Types.Should().Equal("MX", "TXT");
        all.Moves.Select(m => (m.Domain, m.FromStage, m.ToStage)).Should().Equal(("one.example", "monitoring", "quarantine"));
        (await query.ReadAsync(new ChangesFilter(Days: 365), 2, Cancel)).Changes.Should().HaveCount(10);

        (await query.ReadAsync(new ChangesFilter("TWO", Days: 365), 0, Cancel)).Changes.Should().OnlyContain(c => c.Domain == "two.example").And.HaveCount(20);
        (await query.ReadAsync(new ChangesFilter(Type: "MX", Days: 365), 0, Cancel)).Total.Should().Be(20);
        (await query.ReadAsync(new ChangesFilter(OnlyConfirmed: true, Days: 365), 0, Cancel)).Total.Should().Be(30);
        (await query.ReadAsync(new ChangesFilter(Days: 7), 0, Cancel)).Total.Should().Be(14, "two a day, and those of the seventh day are a little older than the window");
    }

    [Theory, BothDatabases]
    public async Task Domains_selectors_addresses_and_reports_are_found_by_what_is_typed(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test);
        var query = new SearchQuery(test.Database);

        (await query.FindAsync("EXAMPLE", Cancel)).Domains.Should().Equal("one.example", "two.example");
        (await query.FindAsync("two.ex", Cancel)).Domains.Should().Equal("two.example");
        (await query.FindAsync("s2026", Cancel)).Selectors.Should().Equal(new SelectorHit("s2026", "one.example"));
        (await query.FindAsync("2001:DB8:0:0::1", Cancel)).Addresses.Should().Equal(new AddressHit("2001:db8::1", "two.example", null));
        (await query.FindAsync(" r-1@x ", Cancel)).Reports.Should().ContainSingle().Which.OrgName.Should().Be("Receiver");
        (await query.FindAsync("x", Cancel)).IsEmpty.Should().BeTrue("one letter fits nearly everything");
        (await query.FindAsync("%", Cancel)).IsEmpty.Should().BeTrue();
        (await query.FindAsync("%%", Cancel)).IsEmpty.Should().BeTrue("signs of the database's own patterns are just text");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task FillAsync(TestDatabase test)
    {
        await using var db = test.Database.CreateDbContext();
        var one = new MonitoredDomain { Name = "one.example", CreatedAt = Now, NextAuditAt = Now };
        var two = new MonitoredDomain { Name = "two.example", CreatedAt = Now, NextAuditAt = Now };
        two.SendingAddresses.Add(new SendingAddress { Address = "2001:db8::1", CreatedAt = Now });
        db.Domains.AddRange(one, two);
        await db.SaveChangesAsync(Cancel);
        for (var i = 0; i < 60; i++)
        {
            var domain = i % 3 == 0 ? two : one;
            db.Changes.Add(new StoredChange
            {
                DomainId = domain.Id,
                ChangedAt = Now.AddDays(-i / 2).AddSeconds(-i),
                Name = domain.Name,
                Type = i % 3 == 1 ? "MX" : "TXT",
                Before = "a",
                After = "b",
                ConfirmedBy = i % 2 == 0 ? "192.0.2.53:53" : null,
            });
        }

        db.PolicyMoves.AddRange(
            new PolicyMove { DomainId = one.Id, MovedAt = Now.AddDays(-300), ToStage = "monitoring" },
            new PolicyMove { DomainId = one.Id, MovedAt = Now.AddDays(-3), FromStage = "monitoring", ToStage = "quarantine" });
        db.Keys.Add(new DomainKey { DomainId = one.Id, Selector = "s2026", Fingerprint = "aa", KeyType = "rsa", Bits = 2048, FirstSeenAt = Now, LastSeenAt = Now });
        db.Reports.Add(new StoredReport
        {
            OrgKey = "receiver",
            OrgName = "Receiver",
            ReportId = "r-1@x",
            PolicyDomain = "one.example",
            Begin = Now.AddDays(-1),
            End = Now,
            ContentHash = new byte[32],
            ReceivedAt = Now,
        });
        await db.SaveChangesAsync(Cancel);
    }
}
