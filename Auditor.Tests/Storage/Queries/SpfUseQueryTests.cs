using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Spf;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class SpfUseQueryTests
{
    private const string Shop = "shop.example";
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory, BothDatabases]
    public async Task Mail_of_the_window_stands_at_the_term_that_covers_its_address(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database, [
            Source("192.0.2.7", 100, 90, 1), Source("192.0.2.7", 20, 0, 0, "news.shop.example"), Source("198.51.100.24", 30, 0, 3), Source("2001:db8::1", 4, 4, 3),
            Source("203.0.113.66", 5, 0, 0), Source("not an address", 9, 0, 0), Source("192.0.2.9", 0, 0, 40), Source("192.0.2.10", 7, 7, 31),
        ]);

        var page = (await Query(test.Database).ReadAsync(Shop, "include:esp.example", Cancel))!;

        (page.ReportDays, page.SummedAt, page.Addresses, page.LeftOutAddresses).Should().Be((2, Now, 4, 0));
        page.Use!.Of("ip4:192.0.2.0/24").Should().Be(new SpfTermMail(1, 120, Today, IsSure: true));
        page.Use.Of("include:esp.example > ip4:198.51.100.0/24").Messages.Should().Be(30);
        page.Use.Uncovered.Messages.Should().Be(5);
        page.Removal!.Record.Data.Should().Be("v=spf1 ip4:192.0.2.0/24 -all");
        (page.Facts!.Lookups, page.Removal.After.Lookups).Should().Be((1, 0));
        page.Loss.Should().Be(new SpfLoss(2, 34, 4, 15, 0));
    }

    [Theory, BothDatabases]
    public async Task Addresses_beyond_the_limit_are_left_out_by_number(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database, [.. Enumerable.Range(0, SpfUseQuery.MostAddresses + 3)
            .Select(i => Source(string.Create(CultureInfo.InvariantCulture, $"198.51.{100 + (i / 250)}.{i % 250}"), i < SpfUseQuery.MostAddresses ? 10 : 2, 0, 0))]);

        var page = (await Query(test.Database).ReadAsync(Shop, null, Cancel))!;

        (page.Addresses, page.LeftOutAddresses, page.LeftOutMessages, page.Removal, page.Loss).Should().Be((SpfUseQuery.MostAddresses, 3, 6L, null, null));
        page.Use!.Of("include:esp.example").Messages.Should().Be(2_500);
    }

    [Theory, BothDatabases]
    public async Task Without_reports_that_count_nothing_is_said_of_mail(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database, [], TrustTier.Unauthenticated);

        var page = (await Query(test.Database).ReadAsync(Shop, "include:esp.example", Cancel))!;

        (page.ReportDays, page.Use, page.Loss).Should().Be((0, null, null));
        page.Removal!.After.Lookups.Should().Be(0);
        (await Query(test.Database).ReadAsync("other.example", null, Cancel)).Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task A_record_that_no_audit_knows_leaves_everything_open(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database, [Source("192.0.2.7", 100, 90, 1)], knows: false);

        var page = (await Query(test.Database).ReadAsync(Shop, "include:esp.example", Cancel))!;

        (page.Facts, page.Use, page.Removal).Should().Be((null, null, null));
    }

    private static SpfUseQuery Query(AuditorDatabase database) => new(database, new StillTime(Now));

    private static SourceSummary Source(string ip, long messages, long dkim, int daysAgo, string from = Shop) => new()
    {
        SourceIp = ip,
        HeaderFrom = from,
        Messages = messages,
        DkimAligned = dkim,
        Aligned = dkim + ((messages - dkim) / 2),
        FirstDay = Today.AddDays(-60),
        LastDay = Today.AddDays(-daysAgo),
        DailyUntil = Today,
        NotedAt = Now,
    };

    private static async Task FillAsync(AuditorDatabase database, IReadOnlyList<SourceSummary> sources, TrustTier tier = TrustTier.Verified, bool knows = true)
    {
        await using var db = database.CreateDbContext();
        var domain = new MonitoredDomain { Name = Shop, CreatedAt = Now, NextAuditAt = Now, SourcesAt = Now };
        db.Domains.Add(domain);
        await db.SaveChangesAsync(Cancel);
        if (knows)
        {
            db.KnownRecords.Add(new KnownRecords
            {
                DomainId = domain.Id,
                Content = AuditBlob.PackAnswers(
                [
                    new KnownAnswer(Shop, "TXT", ["v=spf1 ip4:192.0.2.0/24 include:esp.example -all"], DnsStatus.Answer, null),
                    new KnownAnswer("esp.example", "TXT", ["v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 ~all"], DnsStatus.Answer, null),
                ]),
            });
        }

        foreach (var source in sources)
        {
            source.DomainId = domain.Id;
            db.Sources.Add(source);
        }

        db.Totals.AddRange(Total(0, tier), Total(1, tier), Total(45, tier), Total(2, TrustTier.Pending));
        await db.SaveChangesAsync(Cancel);
    }

    private static DailyTotal Total(int daysAgo, TrustTier tier) => new() { PolicyDomain = Shop, Day = Today.AddDays(-daysAgo), Tier = tier, Reports = 1, Messages = 100 };
}
