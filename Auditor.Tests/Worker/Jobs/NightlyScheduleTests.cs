using Auditor.Worker.Jobs;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

public sealed class NightlyScheduleTests
{
    [Theory]
    [InlineData("UTC", "02:00", "2026-11-23T01:59:59Z", "2026-11-23T02:00:00Z")]
    [InlineData("UTC", "02:00", "2026-11-23T02:00:00Z", "2026-11-24T02:00:00Z")]
    [InlineData("Europe/Zurich", "02:00", "2026-11-23T00:30:00Z", "2026-11-23T01:00:00Z")]
    [InlineData("Europe/Zurich", "02:00", "2026-07-01T00:30:00Z", "2026-07-02T00:00:00Z")]
    [InlineData("America/New_York", "02:00", "2026-11-23T00:00:00Z", "2026-11-23T07:00:00Z")]
    [InlineData("Pacific/Auckland", "23:30", "2026-11-23T00:00:00Z", "2026-11-23T10:30:00Z")]
    public void The_next_night_is_told_in_its_zone(string zone, string at, string now, string next) =>
        Schedule(zone, at).NextAfter(DateTimeOffset.Parse(now, null)).Should().Be(DateTimeOffset.Parse(next, null));

    [Theory]
    [InlineData("Europe/Zurich", "02:30", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z")]
    public void A_time_that_the_clocks_skip_is_the_first_one_after_the_gap(string zone, string at, string now, string next) =>
        Schedule(zone, at).NextAfter(DateTimeOffset.Parse(now, null)).Should().Be(DateTimeOffset.Parse(next, null));

    [Fact]
    public void A_time_that_the_clocks_show_twice_is_the_first_of_the_two()
    {
        var schedule = Schedule("Europe/Zurich", "02:30");

        var first = schedule.NextAfter(DateTimeOffset.Parse("2026-10-24T12:00:00Z", null));

        first.Should().Be(DateTimeOffset.Parse("2026-10-25T00:30:00Z", null));
        schedule.NextAfter(first).Should().Be(DateTimeOffset.Parse("2026-10-26T01:30:00Z", null), "the second 02:30 of the night is no second night");
    }

    [Theory]
    [InlineData("Europe/Zurich", "02:30")]
    [InlineData("America/New_York", "01:30")]
    [InlineData("Australia/Lord_Howe", "02:00")]
    [InlineData("America/Sao_Paulo", "00:00")]
    public void Every_local_day_of_a_year_has_one_night(string zone, string at)
    {
        var schedule = Schedule(zone, at);
        var instant = DateTimeOffset.Parse("2026-01-01T00:00:00Z", null);
        for (var day = 0; day < 365; day++)
        {
            var next = schedule.NextAfter(instant);
            (next - instant).Should().BeLessThanOrEqualTo(TimeSpan.FromHours(25)).And.BePositive();
            schedule.LastUntil(next).Should().Be(next);
            schedule.LastUntil(next.AddSeconds(-1)).Should().BeBefore(next).And.BeAfter(next.AddHours(-26));
            instant = next;
        }

        // 365 nights take 365 days, give or take the hour that the clocks may have moved by in between.
        instant.Should().BeCloseTo(DateTimeOffset.Parse("2027-01-01T00:00:00Z", null), TimeSpan.FromHours(24));
    }

    private static NightlySchedule Schedule(string zone, string at) => new(TimeZoneInfo.FindSystemTimeZoneById(zone), TimeOnly.Parse(at, null));
}
