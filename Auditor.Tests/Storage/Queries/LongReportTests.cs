using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Sources;
using Auditor.Tests.Storage.Trust;
using Auditor.Tests.Support;
using CsCheck;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

/// <summary>Reports of more than a day: stored as sent, spread by charts alone.</summary>
public sealed class LongReportTests
{
    private const long Day = 86_400;
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Parts_add_up_to_the_whole_and_lie_within_the_window() =>
        Gen.Select(Gen.Long[0, 4_000_000_000], Gen.Long[-100, 40 * Day], Gen.Long[0, 1L << 62]).Sample((begin, length, whole) =>
        {
            var (from, to) = (DateTimeOffset.FromUnixTimeSeconds(begin), DateTimeOffset.FromUnixTimeSeconds(begin + length));
            var parts = WindowShares.Of(from, to, whole).ToList();
            return parts.Sum(p => (decimal)p.Part) == whole && parts.TrueForAll(p => p.Part >= 0)
                && parts[0].Day == DateOnly.FromDateTime(from.UtcDateTime) && parts.Count == parts[^1].Day.DayNumber - parts[0].Day.DayNumber + 1
                && parts[^1].Day <= DateOnly.FromDateTime(from.AddSeconds(Math.Max(0, length - 1)).UtcDateTime);
        });

    [Theory, BothDatabases]
    public async Task A_report_of_four_days_is_drawn_on_four_days_and_counted_on_its_first(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, new StillTime(Now), "example.com");
        await store.TakeInAsync([TrustStore.Signed(Report("long", 10, 4 * Day)), TrustStore.Signed(Report("short", 100, Day, "192.0.2.9")), TrustStore.Signed(Report("summer-time", 7, 25 * 3_600, "192.0.2.9"))]);
        var began = new DateOnly(2026, 10, 26);
        await using (var db = store.Database.CreateDbContext())
        {
            (await db.Totals.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Day = began, Messages = 117L });
        }

        var days = await new DomainReportsQuery(store.Database, new StillTime(Now)).VolumeAsync("example.com", 30, null, Cancel);
        days.Where(d => d.Messages > 0).Should().Equal(new DayVolume(began, 109, 0), new DayVolume(began.AddDays(1), 3, 0), new DayVolume(began.AddDays(2), 2, 0), new DayVolume(began.AddDays(3), 3, 0));
        days.Sum(d => d.Messages).Should().Be(117);
        (await new OverviewQuery(store.Database, new StillTime(Now)).ReadAsync(null, Cancel)).Volume.Should().Equal(days);
        (await new DomainReportsQuery(store.Database, new StillTime(Now)).VolumeAsync("example.com", 6, null, Cancel)).Sum(d => d.Messages).Should().Be(8, "what began earlier is drawn with the days that are shown");
    }

    [Theory, BothDatabases]
    public async Task Volumes_by_class_spread_them_too_and_keep_the_sum(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, new StillTime(Now), "example.com");
        await store.TakeInAsync([TrustStore.Signed(Report("long", 10, 4 * Day)), TrustStore.Signed(Report("short", 100, Day, "192.0.2.9"))]);
        await using var db = store.Database.CreateDbContext();
        var id = (await db.Domains.SingleAsync(Cancel)).Id;
        var writer = new SourceWriter(store.Database, new StillTime(Now), SenderCatalogue.Default);
        await writer.RefreshAsync(id, Cancel);
        await writer.RefreshAsync(id, Cancel);

        var classes = await new DomainReportsQuery(store.Database, new StillTime(Now.AddDays(1))).ClassesAsync("example.com", Cancel);
        classes.Days[^1].Should().Be(new DateOnly(2026, 11, 2));
        classes.Of(SourceClass.Compliant).Where(m => m > 0).Should().Equal(102, 3, 2, 3);
        classes.Of(SourceClass.Compliant)[classes.Days.ToList().IndexOf(new DateOnly(2026, 10, 26))].Should().Be(102);
        (await new OverviewQuery(store.Database, new StillTime(Now)).ReadAsync(null, Cancel)).Classes.Of(SourceClass.Compliant).Sum().Should().Be(110);
        (await db.Sources.AsNoTracking().SumAsync(s => s.Messages, Cancel)).Should().Be(110);
    }

    [Fact]
    public void What_is_packed_comes_back_on_its_days()
    {
        var last = new DateOnly(2026, 11, 1);
        var days = new ClassDays(last, 3);
        days.Add(SourceClass.Compliant, [1, 2, 3]);
        days.Add(SourceClass.Suspicious, [0, 0, 9]);
        days.Add(SourceClass.Compliant, [10, 0, 0]);
        days.Pack().Should().Be("1:11,2,3;5:0,0,9");
        var later = new ClassDays(last.AddDays(1), 3);
        later.AddPacked(days.Pack(), last);
        later.AddPacked("nonsense;99:1,1,1;1:x,5,y", last.AddDays(1));
        later.Of(SourceClass.Compliant).Should().Equal(2, 8, 0);
        later.Of(SourceClass.Suspicious).Should().Equal(0, 9, 0);
    }

    private static string Report(string id, int count, long seconds, string ip = "192.0.2.1")
    {
        const long Begin = 1_793_404_800 - (5 * Day);
        return SignedMails.Xml("google.com", TrustStore.Google, id, count: count, ip: ip).Replace("1793404800", $"{Begin}", StringComparison.Ordinal).Replace("1793491199", $"{Begin + seconds - 1}", StringComparison.Ordinal);
    }
}
