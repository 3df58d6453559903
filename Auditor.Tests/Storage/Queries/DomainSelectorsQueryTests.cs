using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class DomainSelectorsQueryTests
{
    private const string Shop = "shop.example";
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = DateOnly.FromDateTime(Now.UtcDateTime);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    private static readonly DkimDocument Found = new() { Selector = "S1", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048, Fingerprint = "aa", Source = "configured" };

    [Theory, BothDatabases]
    public async Task Messages_are_counted_by_selector_from_rows_of_reports_that_count(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);
        await AddReportAsync(test.Database, 2, TrustTier.Verified, [(100, [Signed("s1")]), (20, [Signed("s1"), Signed("s2"), Signed("S1")]), (7, [Signed("s1", "fail")]), (5, [Signed("s1", domain: "other.example")]), (3, [])]);
        await AddReportAsync(test.Database, 12, TrustTier.Manual, [(50, [Signed("s1", "fail"), Signed("s1")])]);
        await AddReportAsync(test.Database, 2, TrustTier.Unauthenticated, [(9_000, [Signed("s1")])]);
        await AddReportAsync(test.Database, 40, TrustTier.Verified, [(800, [Signed("s1")])]);

        var page = await ReadAsync(test.Database, Found, Found with { Selector = "s2", Fingerprint = "bb" });

        var s1 = page.Lines[0];
        (s1.Facts.Messages, s1.Facts.Failed, s1.Facts.Recent, s1.Facts.LastUsed).Should().Be((170, 7, 120, Today.AddDays(-1)));
        (s1.Facts.Since, s1.Facts.SinceAtLeast, s1.Verdict.State).Should().Be((Today.AddDays(-200), true, KeyState.Active));
        s1.Facts.Sources.Should().Equal("192.0.2.7");
        (page.Lines[1].Facts.Messages, page.Lines[1].Verdict.State).Should().Be((20, KeyState.Active));
        (page.ReadMessages, page.AllMessages, page.Reports).Should().Be((185, 2_900, new KeyReports(29, Today.AddDays(-29), Today.AddDays(-1))));
        page.Rotations.Should().ContainSingle().Which.Should().Match<KeyRotation>(r => r.Old.Selector == "S1" && r.New!.Selector == "s2" && r.Steps[2].Share > 0.1);
    }

    [Theory, BothDatabases]
    public async Task A_key_that_went_ends_its_rotation_and_a_missing_one_that_signs_is_urgent(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);

        var page = await ReadAsync(test.Database, new DkimDocument { Selector = "s1", Status = RecordStatus.None, Source = "reports" }, Found with { Selector = "s2", Fingerprint = "bb" }, new DkimDocument { Selector = "slow", Status = RecordStatus.Unknown, Source = "reports" });

        page.Lines.Select(l => l.Verdict.State).Should().Equal(KeyState.Missing, KeyState.New, KeyState.Unknown);
        page.Former.Select(f => f.Selector).Should().Equal("s0");
    }

    [Theory, BothDatabases]
    public async Task Without_reports_nothing_is_unused(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database, withReports: false);

        var page = await ReadAsync(test.Database, Found, Found with { Selector = "s2", Fingerprint = "bb" });

        (page.Reports, page.AllMessages, page.Lines[0].Verdict).Should().Be((KeyReports.None, 0, new KeyVerdict(KeyState.NotSeen)));
        page.Rotations.Single().Steps.Select(s => s.State).Should().Equal(RotationState.Done, RotationState.Done, RotationState.Unknown, RotationState.Unknown, RotationState.Later);
    }

    [Theory, BothDatabases]
    public async Task The_age_at_which_a_key_is_due_may_be_chosen_and_the_page_knows_it(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);
        foreach (var (days, due) in new[] { ("200", 1), ("201", 0) })
        {
            var page = await ReadAsync(test.Database, await test.ChooseAsync("KeyDays", days), Found);
            page.Rotations.Should().HaveCount(due, "the key is 200 days old");
            page.Thresholds.DueDays.Should().Be(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static Task<DomainSelectors> ReadAsync(AuditorDatabase database, params DkimDocument[] keys) => ReadAsync(database, null, keys);

    private static Task<DomainSelectors> ReadAsync(AuditorDatabase database, IThresholds? thresholds, params DkimDocument[] keys)
    {
        var clock = new StillTime(Now);
        return new DomainSelectorsQuery(database, new DomainKeysQuery(database, clock), clock, null, thresholds).ReadAsync(SampleAudits.Good(Shop, Now) with { Dkim = [.. keys] }, Cancel);
    }

    private static DkimAuthResult Signed(string selector, string result = "pass", string domain = Shop) => new(domain, selector, result, null);

    private static async Task AddReportAsync(AuditorDatabase database, int daysAgo, TrustTier tier, (long Messages, DkimAuthResult[] Signatures)[] rows)
    {
        await using var db = database.CreateDbContext();
        var begin = new DateTimeOffset(Now.UtcDateTime.Date.AddDays(-daysAgo), TimeSpan.Zero);
        var report = new StoredReport
        {
            OrgKey = "receiver",
            ReportId = $"{daysAgo}-{tier}",
            PolicyDomain = Shop,
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            ContentHash = [(byte)daysAgo, (byte)tier],
            Tier = tier,
            RowCount = rows.Length,
            MessageCount = rows.Sum(r => r.Messages),
            ReceivedAt = Now,
        };
        db.Reports.Add(report);
        await db.SaveChangesAsync(Cancel);
        db.Rows.AddRange(rows.Select((r, i) => new StoredRow { ReportId = report.Id, Ordinal = i, SourceIp = "192.0.2.7", Messages = r.Messages, HeaderFrom = Shop, AuthResults = RowJson.Write([.. r.Signatures], []) }));
        await db.SaveChangesAsync(Cancel);
    }

    private static async Task FillAsync(AuditorDatabase database, bool withReports = true)
    {
        await using var db = database.CreateDbContext();
        var domain = new MonitoredDomain { Name = Shop, CreatedAt = Now, NextAuditAt = Now };
        db.Domains.Add(domain);
        await db.SaveChangesAsync(Cancel);
        db.Keys.AddRange(
            new DomainKey { DomainId = domain.Id, Selector = "s1", Fingerprint = "aa", KeyType = "rsa", Bits = 2048, FirstSeenAt = Now.AddDays(-200), LastSeenAt = Now },
            new DomainKey { DomainId = domain.Id, Selector = "s2", Fingerprint = "bb", KeyType = "rsa", Bits = 2048, FirstSeenAt = Now.AddDays(-6), IsNew = true, LastSeenAt = Now },
            new DomainKey { DomainId = domain.Id, Selector = "s0", Fingerprint = "cc", KeyType = "rsa", Bits = 1024, FirstSeenAt = Now.AddDays(-400), IsNew = true, LastSeenAt = Now.AddDays(-100), GoneAt = Now.AddDays(-99) });
        if (withReports)
        {
            db.Totals.AddRange(Enumerable.Range(1, 29).Select(i => new DailyTotal { PolicyDomain = Shop, Day = Today.AddDays(-i), Tier = TrustTier.Verified, Reports = 1, Messages = 100 }));
            db.Totals.Add(new DailyTotal { PolicyDomain = Shop, Day = Today, Tier = TrustTier.Unauthenticated, Reports = 1, Messages = 9_000 });
            db.ReportSelectors.AddRange(
                new ReportSelector { PolicyDomain = Shop, SigningDomain = Shop, Selector = "s1", FirstDay = Today.AddDays(-29), LastDay = Today.AddDays(-1), Messages = 177, Passed = 170 },
                new ReportSelector { PolicyDomain = Shop, SigningDomain = Shop, Selector = "forged", FirstDay = Today.AddDays(-29), LastDay = Today.AddDays(-1), Messages = 9 });
        }

        await db.SaveChangesAsync(Cancel);
    }
}
