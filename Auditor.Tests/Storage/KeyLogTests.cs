using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

/// <summary>Keys, their age, and what the next audit is told of them.</summary>
public sealed class KeyLogTests
{
    private const string OtherKey = "v=DKIM1; k=ed25519; p=G4ClbKbS2npYzT917KlNJlpPJUvFWnyEGNG2b6m9GzI=";
    private static readonly DateTimeOffset Night = new(2026, 10, 1, 2, 0, 0, TimeSpan.Zero);
    private static readonly string First = KeyFingerprint.Of(DkimKeyParser.Parse(AuditFixture.Key))!;
    private static readonly string Second = KeyFingerprint.Of(DkimKeyParser.Parse(OtherKey))!;

    [Theory, BothDatabases]
    public async Task A_key_of_the_first_audit_is_at_least_as_old_and_one_that_replaced_another_exactly(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        await SaveAsync(test, "example.com", Night, AuditFixture.Key);
        await SaveAsync(test, "example.com", Night.AddDays(10), AuditFixture.Key);
        await SaveAsync(test, "example.com", Night.AddDays(20), OtherKey);

        (await KeysAsync(test, "example.com", Night.AddDays(25))).Should().BeEquivalentTo(
            [
                new { Selector = "s1", Fingerprint = Second, KeyType = "ed25519", Bits = 256, AgeDays = 5, IsAtLeast = false, IsPublished = true },
                new { Selector = "s1", Fingerprint = First, KeyType = "rsa", Bits = 2048, AgeDays = 10, IsAtLeast = true, IsPublished = false },
            ],
            o => o.WithStrictOrdering());
    }

    [Theory, BothDatabases]
    public async Task A_selector_that_was_empty_before_has_a_key_of_exact_age(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        await SaveAsync(test, "example.com", Night, null);
        await SaveAsync(test, "example.com", Night.AddDays(1), AuditFixture.Key);
        (await KeysAsync(test, "example.com", Night.AddDays(4))).Should().ContainSingle().Which.Should().BeEquivalentTo(new { AgeDays = 3, IsAtLeast = false });
    }

    [Theory, BothDatabases]
    public async Task A_night_of_failures_neither_ends_a_key_nor_makes_it_younger(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        await SaveAsync(test, "example.com", Night, AuditFixture.Key);
        await SaveAsync(test, "example.com", Night.AddDays(1), null, DnsStatus.Timeout);
        (await KeysAsync(test, "example.com", Night.AddDays(2))).Should().ContainSingle().Which.Should().BeEquivalentTo(new { AgeDays = 2, IsPublished = true });

        await SaveAsync(test, "example.com", Night.AddDays(3), null);
        (await KeysAsync(test, "example.com", Night.AddDays(9))).Should().ContainSingle().Which.Should().BeEquivalentTo(new { AgeDays = 0, IsPublished = false });

        await SaveAsync(test, "example.com", Night.AddDays(10), AuditFixture.Key);
        (await KeysAsync(test, "example.com", Night.AddDays(10))).Should().ContainSingle().Which.Should().BeEquivalentTo(new { AgeDays = 10, IsPublished = true });
    }

    [Theory, BothDatabases]
    public async Task The_same_audit_saved_twice_logs_a_key_once(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        await SaveAsync(test, "example.com", Night, AuditFixture.Key);
        await SaveAsync(test, "example.com", Night, AuditFixture.Key);
        (await KeysAsync(test, "example.com", Night)).Should().ContainSingle().Which.IsAtLeast.Should().BeTrue();
    }

    [Theory, BothDatabases]
    public async Task Other_domains_with_the_same_key_are_named_while_it_stands_there(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com", "b.example", "a.example", "gone.example");
        foreach (var domain in new[] { "example.com", "b.example", "a.example", "gone.example" })
        {
            await SaveAsync(test, domain, Night, AuditFixture.Key);
        }

        await SaveAsync(test, "gone.example", Night.AddDays(1), OtherKey);

        (await KeysAsync(test, "example.com", Night)).Should().ContainSingle().Which.AlsoOn.Should().Equal("a.example", "b.example");
    }

    [Theory, BothDatabases]
    public async Task The_next_audit_asks_for_the_selectors_that_still_have_keys(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        await SaveAsync(test, "example.com", Night, AuditFixture.Key);
        (await RequestAsync(test)).EarlierSelectors.Should().Equal("s1");
        await SaveAsync(test, "example.com", Night.AddDays(1), null);
        (await RequestAsync(test)).EarlierSelectors.Should().BeEmpty();
    }

    [Theory, BothDatabases]
    public async Task The_next_audit_is_told_when_reports_showed_each_selector(StorageProvider provider)
    {
        await using var test = await WithDomainsAsync(provider, "example.com");
        (await RequestAsync(test)).SelectorUse.Should().BeNull("there are no reports");
        await using (var context = test.Database.CreateDbContext())
        {
            context.Totals.AddRange(new DailyTotal { PolicyDomain = "example.com", Day = Day(2) }, new DailyTotal { PolicyDomain = "example.com", Day = Day(30) });
            context.ReportSelectors.AddRange(Seen("s1", 12, 5), Seen("old", 3, 1), Seen("forged", 29, 0));
            await context.SaveChangesAsync(Cancel);
        }

        await SaveAsync(test, "example.com", Night, null);
        await SaveAsync(test, "example.com", Night.AddDays(4), AuditFixture.Key);

        var use = (await RequestAsync(test)).SelectorUse!;
        (use.FirstReportDay, use.LastReportDay).Should().Be((Day(2), Day(30)));
        use.LastSeen.Should().BeEquivalentTo(new Dictionary<string, DateOnly> { ["s1"] = Day(12), ["old"] = Day(3) });
        use.KeySince.Should().BeEquivalentTo(new Dictionary<string, DateOnly> { ["s1"] = Day(5) });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateOnly Day(int day) => new(2026, 10, day);

    private static ReportSelector Seen(string selector, int lastDay, long passed) => new()
    {
        PolicyDomain = "example.com",
        SigningDomain = "example.com",
        Selector = selector,
        FirstDay = Day(2),
        LastDay = Day(lastDay),
        Messages = 9,
        Passed = passed,
    };

    private static async Task<AuditRequest> RequestAsync(TestDatabase test) =>
        (await new AuditRequestQuery(test.Database, new At(Night.AddDays(30))).FindAsync("example.com", Cancel))!;

    private static async Task<ImmutableArray<DomainKeyAge>> KeysAsync(TestDatabase test, string domain, DateTimeOffset now) =>
        await new DomainKeysQuery(test.Database, new At(now)).ReadAsync(domain, Cancel);

    private static async Task<TestDatabase> WithDomainsAsync(StorageProvider provider, params string[] names)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        context.Domains.AddRange(names.Select(n => new MonitoredDomain { Name = n }));
        await context.SaveChangesAsync(Cancel);
        return test;
    }

    // An audit of the selector s1; without a record DNS said so, or failed.
    private static async Task SaveAsync(TestDatabase test, string domain, DateTimeOffset at, string? record, DnsStatus without = DnsStatus.NxDomain)
    {
        var key = record is null ? null : DkimKeyParser.Parse(record);
        var audit = new AuditDocument
        {
            Tool = new ToolInfo("auditor", "0.1.0", "2026.1"),
            Domain = domain,
            AuditedAt = at,
            Purpose = "people",
            Score = new ScoreDocument(),
            Spf = new SpfDocument(),
            Dmarc = new DmarcDocument { Stage = "none" },
            Dns = new DnsCostDocument(1, 0, 10),
            Dkim = key is null ? [] :
            [
                new DkimDocument { Selector = "S1", Source = "configured", Status = RecordStatus.Found, KeyType = key.KeyType, Bits = key.Bits, Fingerprint = KeyFingerprint.Of(key) },
            ],
            Records = [new Evidence($"S1._domainkey.{domain}", "TXT", record is null ? [] : [record], record is null ? without : DnsStatus.Answer, null)],
        };
        await new AuditWriter(test.Database).SaveAsync(audit, at.AddDays(1), Cancel);
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
