using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

public sealed class KeyVerdictTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);
    private static readonly KeyReports Daily = new(29, Today.AddDays(-400), Today.AddDays(-1));
    private static readonly KeyFacts Old = new() { Selector = "s1", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048, Since = Today.AddDays(-200), SinceAtLeast = true, LastUsed = Today.AddDays(-1) };

    [Fact]
    public void A_key_that_reports_show_is_active() => Of(Old).Should().Be(new KeyVerdict(KeyState.Active));

    [Theory]
    [InlineData(13, KeyState.Active)]
    [InlineData(15, KeyState.Unused)]
    public void A_key_is_unused_after_fourteen_days_of_reports_without_it(int daysAgo, KeyState state) =>
        Of(Old with { LastUsed = Today.AddDays(-daysAgo) }).State.Should().Be(state);

    [Fact]
    public void What_lately_fell_out_of_use_may_go_thirty_days_after_its_last_use()
    {
        var verdict = Of(Old with { LastUsed = Today.AddDays(-20) });

        verdict.Should().Be(new KeyVerdict(KeyState.Unused, 19, Today.AddDays(10)));
        verdict.MayRetire.Should().BeFalse();
        Of(Old with { LastUsed = Today.AddDays(-40) }).Should().Match<KeyVerdict>(v => v.MayRetire && v.UnusedDays == 39 && v.RetireAfter == Today.AddDays(-10));
    }

    [Fact]
    public void A_key_that_no_report_ever_showed_counts_from_the_first_audit_or_report_that_could()
    {
        Of(Old with { LastUsed = null }).Should().Be(new KeyVerdict(KeyState.Unused, 199, Today.AddDays(-170)));
        KeyVerdict.Of(Old with { LastUsed = null }, Daily with { First = Today.AddDays(-60) }, Today).Should().Be(new KeyVerdict(KeyState.Unused, 60, Today.AddDays(-31)));
        Of(Old with { LastUsed = null, Since = Today.AddDays(-5) }).Should().Be(new KeyVerdict(KeyState.NotSeen), "it may have been put there the day before");
        Of(Old with { LastUsed = null, Since = null }).Should().Be(new KeyVerdict(KeyState.NotSeen));
    }

    [Theory]
    [InlineData(13, 400, KeyState.NotSeen)]
    [InlineData(0, null, KeyState.NotSeen)]
    public void Without_reports_enough_nothing_is_unused(int days, int? first, KeyState state)
    {
        var reports = new KeyReports(days, first is { } ago ? Today.AddDays(-ago) : null, first is null ? null : Today.AddDays(-1));

        foreach (var used in new DateOnly?[] { null, Today.AddDays(-90) })
        {
            KeyVerdict.Of(Old with { LastUsed = used }, reports, Today).Should().Be(new KeyVerdict(state));
        }
    }

    [Fact]
    public void Reports_that_stopped_prove_nothing_for_the_days_after_them() =>
        KeyVerdict.Of(Old with { LastUsed = Today.AddDays(-20) }, Daily with { Days = 18, Last = Today.AddDays(-12) }, Today).State.Should().Be(KeyState.Active);

    [Fact]
    public void A_key_that_appeared_lately_is_new_until_a_report_shows_it()
    {
        var fresh = Old with { Since = Today.AddDays(-20), SinceAtLeast = false, LastUsed = null };

        Of(fresh).Should().Be(new KeyVerdict(KeyState.New));
        KeyVerdict.Of(fresh, KeyReports.None, Today).State.Should().Be(KeyState.New);
        Of(fresh with { LastUsed = Today.AddDays(-2) }).State.Should().Be(KeyState.Active);

        // The last use was that of the key before it.
        Of(fresh with { LastUsed = Today.AddDays(-25) }).State.Should().Be(KeyState.New);
        Of(fresh with { Since = Today.AddDays(-45) }).Should().Be(new KeyVerdict(KeyState.Unused, 44, Today.AddDays(-15)));
    }

    [Fact]
    public void Signing_without_a_key_in_DNS_is_urgent()
    {
        var missing = Old with { Status = RecordStatus.None, KeyType = null, Bits = null, Since = null };

        Of(missing).Should().Match<KeyVerdict>(v => v.State == KeyState.Missing && v.IsUrgent);
        Of(missing with { Gone = Today.AddDays(-3) }).State.Should().Be(KeyState.Missing);
        Of(missing with { Gone = Today.AddDays(-1) }).State.Should().Be(KeyState.NoKey, "the mail of that day may have come before");
        Of(missing with { LastUsed = Today.AddDays(-31) }).State.Should().Be(KeyState.NoKey);
        Of(missing with { LastUsed = null }).State.Should().Be(KeyState.NoKey);
    }

    [Theory]
    [InlineData(RecordStatus.Unknown, KeyState.Unknown)]
    [InlineData(RecordStatus.Invalid, KeyState.Unusable)]
    [InlineData(RecordStatus.Multiple, KeyState.Unusable)]
    public void A_failure_of_DNS_is_unknown_and_never_missing(RecordStatus status, KeyState state) => Of(Old with { Status = status }).Should().Be(new KeyVerdict(state));

    [Theory]
    [InlineData("rsa", 1024, KeyState.Weak)]
    [InlineData("rsa", 512, KeyState.Weak)]
    [InlineData("rsa", 2048, KeyState.Active)]
    [InlineData("ed25519", 256, KeyState.Active)]
    public void A_short_RSA_key_is_weak(string type, int bits, KeyState state) => Of(Old with { KeyType = type, Bits = bits }).State.Should().Be(state);

    [Fact]
    public void A_weak_key_that_nobody_uses_may_go_and_one_without_reports_stays_weak()
    {
        Of(Old with { Bits = 1024, LastUsed = Today.AddDays(-60) }).MayRetire.Should().BeTrue();
        KeyVerdict.Of(Old with { Bits = 1024, LastUsed = null }, KeyReports.None, Today).State.Should().Be(KeyState.Weak);
        Of(Old with { Bits = 1024, Since = Today.AddDays(-3), SinceAtLeast = false, LastUsed = null }).State.Should().Be(KeyState.Weak);
    }

    [Fact]
    public void A_withdrawn_key_is_revoked() => Of(Old with { Revoked = true }).Should().Be(new KeyVerdict(KeyState.Revoked));

    [Theory]
    [InlineData(6, KeyState.Unused)]
    [InlineData(7, KeyState.Active)]
    public void The_days_until_a_key_is_unused_may_be_chosen_and_when_it_may_go_stays(int days, KeyState state)
    {
        var verdict = KeyVerdict.Of(Old with { LastUsed = Today.AddDays(-7) }, Daily, Today, new KeyThresholds { IdleDays = days });
        (verdict.State, verdict.MayRetire).Should().Be((state, false));
        KeyVerdict.Of(Old with { LastUsed = Today.AddDays(-29) }, Daily, Today, new KeyThresholds { IdleDays = 1 }).RetireAfter.Should().Be(Today.AddDays(1));
    }

    private static KeyVerdict Of(KeyFacts key) => KeyVerdict.Of(key, Daily, Today);
}
