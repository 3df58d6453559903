using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class ReportMapTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Fact]
    public void A_rhythm_needs_five_days_and_tells_missing_days_and_silence()
    {
        Rhythm(1, 2, 3, 4).MedianGap.Should().BeNull();
        var daily = Rhythm(1, 2, 4, 5, 6, 7);
        (daily.MedianGap, daily.SilentFor(Today, 3)).Should().Be((1.0, null));
        (daily.IsMissing(Today.AddDays(-3), Today), daily.IsMissing(Today.AddDays(-2), Today), daily.IsMissing(Today, Today)).Should().Be((true, false, false), "today's report comes tomorrow");
        daily.IsMissing(Today.AddDays(-8), Today).Should().BeFalse("nothing was to be expected before the first report");

        Rhythm(4, 5, 6, 7, 8).SilentFor(Today, 3).Should().BeNull("three days are not enough");
        Rhythm(5, 6, 7, 8, 9).SilentFor(Today, 3).Should().Be(4);
        var weekly = Rhythm(14, 21, 28, 35, 42);
        (weekly.MedianGap, weekly.SilentFor(Today, 3), weekly.SilentFor(Today.AddDays(9), 3)).Should().Be((7.0, null, 22));
        (weekly.IsMissing(Today.AddDays(-10), Today), weekly.IsMissing(Today.AddDays(-7), Today)).Should().Be((false, true));
    }

    [Theory, BothDatabases]
    public async Task Reports_are_counted_by_reporter_and_day_and_silence_is_told(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);
        var query = new ReportMapQuery(test.Database, new StillTime(Now));

        var map = await query.ReadAsync(new ReportFilter(), 0, Cancel);
        map.Days.Should().HaveCount(30).And.EndWith(Today);
        map.Lines.Select(l => (l.Name, l.Rhythm.Reports, l.Messages)).Should().Equal(("Daily Inc.", 21, 210), ("stopped", 10, 100));
        (map.Lines[0].ByDay[Today.AddDays(-1)], map.Lines[0].ByDay[Today.AddDays(-2)]).Should().Be((2, 1));
        map.Silent.Select(s => (s.Reporter.Key, s.Days)).Should().Equal(("stopped", 9));
        (await query.SilentAsync(Cancel)).Should().ContainSingle();

        (await query.ReadAsync(new ReportFilter { Domain = "two.example" }, 0, Cancel)).Lines.Should().ContainSingle().Which.Rhythm.Reports.Should().Be(1);
        (await query.ReadAsync(new ReportFilter { Reporter = "stopped" }, 0, Cancel)).Lines.Should().ContainSingle();
        (await query.ReadAsync(new ReportFilter { Tier = TierChoice.Parse("unverified") }, 0, Cancel)).Lines.Select(l => l.Key).Should().Equal("forged");
        (await query.ReadAsync(new ReportFilter { Reporter = "'; DROP TABLE \"Reports\"; --", Domain = "{0}" }, 0, Cancel)).Lines.Should().BeEmpty();
    }

    [Theory, BothDatabases]
    public async Task A_reporter_is_silent_after_the_gaps_that_were_chosen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);
        foreach (var (gaps, silent) in new[] { ("8", 1), ("9", 0) })
        {
            var query = new ReportMapQuery(test.Database, new StillTime(Now), null, await test.ChooseAsync("SilentGaps", gaps));
            (await query.SilentAsync(Cancel)).Should().HaveCount(silent, "it was silent for nine days");
            (await query.ReadAsync(new ReportFilter(), 0, Cancel)).Silent.Should().HaveCount(silent);
        }
    }

    [Theory, BothDatabases]
    public async Task The_list_takes_the_same_filters_and_a_day(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test.Database);
        var query = new ReportListQuery(test.Database);

        (await query.ReadAsync(new ReportFilter(), 0, Cancel)).Total.Should().Be(31);
        (await query.ReadAsync(new ReportFilter(), 1, Cancel)).Items.Should().HaveCount(6);
        (await query.ReadAsync(new ReportFilter { Reporter = "daily inc.", Day = Today.AddDays(-1) }, 0, Cancel)).Items.Select(i => i.PolicyDomain).Should().BeEquivalentTo("one.example", "two.example");
        (await query.ReadAsync(new ReportFilter { Domain = "two.example" }, 0, Cancel)).Total.Should().Be(1);
        (await query.AllAsync(new ReportFilter { Tier = TierChoice.Parse("all") }, Cancel).CountAsync(Cancel)).Should().Be(32);
    }

    private static ReporterRhythm Rhythm(params int[] daysAgo) => new([.. daysAgo.Select(d => Today.AddDays(-d)).Order()], daysAgo.Length);

    private static async Task FillAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        db.Domains.AddRange(new MonitoredDomain { Name = "one.example", CreatedAt = Now, NextAuditAt = Now }, new MonitoredDomain { Name = "two.example", CreatedAt = Now, NextAuditAt = Now });
        var number = 0;
        for (var day = 1; day <= 20; day++)
        {
            db.Reports.Add(Report("Daily Inc.", "one.example", day, TrustTier.Verified, ++number));
            if (day > 10)
            {
                db.Reports.Add(Report("stopped", "one.example", day - 1, TrustTier.Verified, ++number));
            }
        }

        db.Reports.Add(Report("Daily Inc.", "two.example", 1, TrustTier.Verified, ++number));
        db.Reports.Add(Report("forged", "one.example", 1, TrustTier.Unauthenticated, ++number));
        await db.SaveChangesAsync(Cancel);
    }

    private static StoredReport Report(string name, string domain, int daysAgo, TrustTier tier, int number)
    {
        var begin = new DateTimeOffset(Today.AddDays(-daysAgo).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return new StoredReport
        {
            OrgKey = name.ToLowerInvariant(),
            OrgName = name,
            ReportId = $"{number}",
            PolicyDomain = domain,
            Begin = begin,
            End = begin.AddDays(1).AddSeconds(-1),
            ContentHash = [(byte)number],
            Tier = tier,
            RowCount = 1,
            MessageCount = 10,
            ReceivedAt = Now,
        };
    }
}
