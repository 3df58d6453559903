using Auditor.Core.Advice;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Advice;

/// <summary>What is said of the mail after a change.</summary>
public sealed class ChangeEffectTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 10, 2, 14, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 11, 10);
    private static readonly DateOnly Later = Day.AddDays(30);

    [Fact]
    public void A_fall_of_the_share_is_told_with_both_weeks()
    {
        var effect = Of(Later, Mail(-7, -1, 1000, 996), Mail(0, 0, 9000, 0), Mail(1, 7, 1000, 730));
        effect.Verdict.Should().Be(EffectVerdict.Moved);
        effect.Before.Should().Be(new MailSide(Day.AddDays(-7), Day.AddDays(-1), 7, 7000, 6972));
        effect.After.Should().Be(new MailSide(Day.AddDays(1), Day.AddDays(7), 7, 7000, 5110), "the day of the change itself is on neither side");
    }

    [Theory]
    [InlineData(960, EffectVerdict.Moved)]
    [InlineData(961, EffectVerdict.Steady)]
    [InlineData(999, EffectVerdict.Steady)]
    [InlineData(1000, EffectVerdict.Moved)]
    public void Less_than_two_points_is_no_effect(long aligned, EffectVerdict verdict) =>
        Of(Later, Mail(-7, -1, 1000, 980), Mail(1, 7, 1000, aligned)).Verdict.Should().Be(verdict);

    [Theory]
    [InlineData(14, 100, EffectVerdict.TooFew)]
    [InlineData(100, 14, EffectVerdict.TooFew)]
    [InlineData(15, 15, EffectVerdict.Moved)]
    public void Both_sides_need_a_hundred_messages(int before, int after, EffectVerdict verdict) =>
        Of(Later, Mail(-7, -1, before, before), Mail(1, 7, after, 0)).Verdict.Should().Be(verdict);

    [Fact]
    public void Messages_and_points_may_be_chosen()
    {
        var days = Mail(-7, -1, 100, 100).Concat(Mail(1, 7, 100, 95)).ToDictionary(d => d.Day);
        Verdict(new() { FewestPoints = 5 }).Should().Be(EffectVerdict.Moved);
        Verdict(new() { FewestPoints = 5.1 }).Should().Be(EffectVerdict.Steady);
        Verdict(new() { FewestMessages = 700 }).Should().Be(EffectVerdict.Moved);
        Verdict(new() { FewestMessages = 701 }).Should().Be(EffectVerdict.TooFew);

        EffectVerdict Verdict(EffectThresholds thresholds) => ChangeEffect.Of(At, At, Later, days, thresholds).Verdict;
    }

    [Fact]
    public void While_the_days_after_are_not_over_it_waits_for_their_reports()
    {
        var waits = Of(Day.AddDays(3), Mail(-7, -1, 1000, 1000), Mail(1, 2, 1000, 0));
        (waits.Verdict, waits.After.DaysTold).Should().Be((EffectVerdict.NotYet, 2));
        Of(Day.AddDays(9), Mail(-7, -1, 1000, 1000), Mail(1, 6, 1000, 0)).Verdict.Should().Be(EffectVerdict.NotYet, "the last day's reports take two days");
        Of(Day.AddDays(10), Mail(-7, -1, 1000, 1000), Mail(1, 6, 1000, 0)).Verdict.Should().Be(EffectVerdict.Moved);
        Of(Day.AddDays(8), Mail(-7, -1, 1000, 1000), Mail(1, 7, 1000, 0)).Verdict.Should().Be(EffectVerdict.Moved, "all seven days are there");
        Of(Day.AddDays(3), Mail(1, 2, 1000, 0)).Verdict.Should().Be(EffectVerdict.TooFew, "no waiting brings reports of before");
    }

    [Fact]
    public void Days_on_which_both_states_may_have_stood_are_on_neither_side()
    {
        var effect = ChangeEffect.Of(At.AddDays(-3), At, Later, Mail(-10, 7, 100, 100).ToDictionary(d => d.Day));
        (effect.Before.First, effect.Before.Last, effect.After.First).Should().Be((Day.AddDays(-10), Day.AddDays(-4), Day.AddDays(1)));
        ChangeEffect.Span(At.AddDays(-3), At).Should().Be((Day.AddDays(-10), Day.AddDays(7)));
    }

    [Fact]
    public void Without_any_report_nothing_is_said() => Of(Later).Verdict.Should().Be(EffectVerdict.TooFew);

    private static ChangeEffect Of(DateOnly today, params IEnumerable<MailDay>[] mail) => ChangeEffect.Of(At, At, today, mail.SelectMany(m => m).ToDictionary(d => d.Day));

    private static IEnumerable<MailDay> Mail(int from, int to, long messages, long aligned) => Enumerable.Range(from, to - from + 1).Select(i => new MailDay(Day.AddDays(i), messages, aligned));
}
