using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

public sealed class KeyRotationTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);
    private static readonly KeyReports Daily = new(29, Today.AddDays(-400), Today.AddDays(-1));
    private static readonly KeyFacts Old = new()
    {
        Selector = "s1",
        Status = RecordStatus.Found,
        KeyType = "rsa",
        Bits = 2048,
        Since = Today.AddDays(-200),
        SinceAtLeast = true,
        LastUsed = Today.AddDays(-1),
        Messages = 3_000,
        Recent = 700,
        Sources = ["192.0.2.7"],
    };

    private static readonly KeyFacts Next = new() { Selector = "s2", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048, Since = Today.AddDays(-12) };

    [Theory]
    [InlineData(179, false)]
    [InlineData(180, true)]
    public void A_key_is_due_at_half_a_year(int age, bool isDue) => Of([Old with { Since = Today.AddDays(-age) }]).Should().HaveCount(isDue ? 1 : 0);

    [Theory]
    [InlineData(89, 90, false)]
    [InlineData(90, 90, true)]
    [InlineData(364, 365, false)]
    [InlineData(365, 365, true)]
    public void The_age_may_be_chosen(int age, int due, bool isDue) =>
        KeyRotation.Of([Old with { Since = Today.AddDays(-age) }], Daily, Today, new KeyThresholds { DueDays = due }).Should().HaveCount(isDue ? 1 : 0);

    [Theory]
    [InlineData(0.8, RotationState.Done)]
    [InlineData(0.81, RotationState.Waiting)]
    public void The_share_of_the_new_key_may_be_chosen(double enough, RotationState third)
    {
        var next = Next with { Messages = 2_800, Recent = 2_800, LastUsed = Today.AddDays(-1) };
        States(KeyRotation.Of([Old, next], Daily, Today, new KeyThresholds { EnoughShare = enough }).Single())[2].Should().Be(third);
    }

    [Theory]
    [InlineData(6, RotationState.Done)]
    [InlineData(7, RotationState.Waiting)]
    public void The_rest_of_the_old_key_may_be_chosen(int days, RotationState fourth)
    {
        var next = Next with { Messages = 2_800, Recent = 2_800, LastUsed = Today.AddDays(-1) };
        States(KeyRotation.Of([Old with { LastUsed = Today.AddDays(-7), Recent = 0 }, next], Daily, Today, new KeyThresholds { IdleDays = days }).Single())[3].Should().Be(fourth);
    }

    [Fact]
    public void A_key_whose_age_is_not_known_is_not_due() => Of([Old with { Since = null, SinceAtLeast = false }]).Should().BeEmpty();

    [Fact]
    public void The_first_step_is_the_owners()
    {
        var rotation = Of([Old]).Should().ContainSingle().Subject;

        (rotation.Reason, rotation.New).Should().Be((RotationReason.Old, null));
        States(rotation).Should().Equal(RotationState.Yours, RotationState.Later, RotationState.Later, RotationState.Later, RotationState.Later);
    }

    [Fact]
    public void A_new_key_that_nothing_is_signed_with_waits_for_the_owner_to_switch()
    {
        var rotation = Of([Old, Next]).Should().ContainSingle().Subject;

        States(rotation).Should().Equal(RotationState.Done, RotationState.Done, RotationState.Yours, RotationState.Later, RotationState.Later);
        rotation.Steps[0].At.Should().Be(Next.Since);
        rotation.Steps[2].Share.Should().Be(0);
    }

    [Theory]
    [InlineData(700, 0.5, RotationState.Waiting, RotationState.Later)]
    [InlineData(13_300, 0.95, RotationState.Done, RotationState.Waiting)]
    public void The_share_of_the_recent_mail_decides_the_third_step(long recent, double share, RotationState third, RotationState fourth)
    {
        var rotation = Of([Old, Next with { Messages = recent, Recent = recent, LastUsed = Today.AddDays(-1) }]).Single();

        (rotation.Steps[2].Share, rotation.Steps[2].State, rotation.Steps[3].State).Should().Be((share, third, fourth));
        rotation.Steps[3].Until.Should().Be(fourth == RotationState.Waiting ? Today.AddDays(13) : null);
    }

    [Fact]
    public void An_old_key_that_rested_for_fourteen_days_may_be_removed()
    {
        var rotation = Of([Old with { LastUsed = Today.AddDays(-15), Recent = 0 }, Next with { Messages = 900, Recent = 700, LastUsed = Today.AddDays(-1) }]).Single();

        States(rotation).Should().Equal(RotationState.Done, RotationState.Done, RotationState.Done, RotationState.Done, RotationState.Yours);
        rotation.Steps[3].At.Should().Be(Today.AddDays(-1));
    }

    [Fact]
    public void A_removed_key_ends_the_rotation_and_is_shown_for_a_month()
    {
        var gone = Old with { Status = RecordStatus.None, Gone = Today.AddDays(-5), LastUsed = Today.AddDays(-25), Recent = 0 };
        var next = Next with { Since = Today.AddDays(-40), Messages = 900, Recent = 700, LastUsed = Today.AddDays(-1) };

        var rotation = Of([gone, next]).Single();
        States(rotation).Should().AllBeEquivalentTo(RotationState.Done);
        rotation.Steps[4].At.Should().Be(gone.Gone);
        Of([gone with { Gone = Today.AddDays(-31) }, next]).Should().BeEmpty();
        Of([gone]).Should().BeEmpty();
    }

    [Fact]
    public void Without_reports_no_step_that_needs_them_is_done_and_nothing_may_be_removed()
    {
        var rotation = KeyRotation.Of([Old with { LastUsed = null, Messages = 0, Recent = 0 }, Next], KeyReports.None, Today).Single();

        States(rotation).Should().Equal(RotationState.Done, RotationState.Done, RotationState.Unknown, RotationState.Unknown, RotationState.Later);
    }

    [Fact]
    public void With_few_reports_the_rest_of_the_old_key_is_not_known()
    {
        var rotation = KeyRotation.Of([Old with { LastUsed = Today.AddDays(-25), Recent = 0 }, Next with { Messages = 9, Recent = 9, LastUsed = Today.AddDays(-1) }], Daily with { Days = 13 }, Today).Single();

        (rotation.Steps[2].State, rotation.Steps[3].State, rotation.Steps[4].State).Should().Be((RotationState.Done, RotationState.Unknown, RotationState.Later));
    }

    [Fact]
    public void A_failure_of_DNS_leaves_steps_unknown()
    {
        States(Of([Old, Next with { Status = RecordStatus.Unknown }]).Single())[1].Should().Be(RotationState.Unknown);
        States(Of([Old with { Status = RecordStatus.Unknown }, Next]).Single())[4].Should().Be(RotationState.Unknown);
    }

    [Fact]
    public void A_weak_key_is_due_at_any_age_and_a_weak_one_is_no_successor()
    {
        Of([Old with { Bits = 1024, Since = Today.AddDays(-9) }]).Single().Reason.Should().Be(RotationReason.Weak);
        Of([Old, Next with { Bits = 1024 }]).Single(r => r.Old.Selector == "s1").New.Should().BeNull();
    }

    [Fact]
    public void A_newer_key_beside_one_that_is_not_due_is_a_rotation_under_way() =>
        Of([Old with { Since = Today.AddDays(-90) }, Next]).Should().ContainSingle().Which.Reason.Should().Be(RotationReason.UnderWay);

    [Fact]
    public void A_key_of_another_kind_another_stream_or_an_alias_follows_nothing()
    {
        var other = Next with { Sources = ["203.0.113.9"], Messages = 5, LastUsed = Today.AddDays(-1) };

        Of([Old, other]).Single().New.Should().BeNull();
        Of([Old, other with { Sources = ["203.0.113.9", "192.0.2.7"] }]).Single().New!.Selector.Should().Be("s2");
        Of([Old, Next with { KeyType = "ed25519", Bits = 256 }]).Single().New.Should().BeNull();
        Of([Old, Next with { IsElsewhere = true }]).Single().New.Should().BeNull();
        Of([Old with { IsElsewhere = true }]).Should().BeEmpty();
    }

    [Fact]
    public void A_key_that_reports_never_showed_needs_no_successor() => Of([Old with { LastUsed = null, Messages = 0, Recent = 0 }]).Should().BeEmpty();

    [Fact]
    public void A_new_key_follows_one_key_only()
    {
        var rotations = Of([Old, Old with { Selector = "s0", Messages = 10 }, Next]);

        rotations.Select(r => (r.Old.Selector, r.New?.Selector)).Should().Equal(("s1", "s2"), ("s0", null));
    }

    private static KeyRotation[] Of(KeyFacts[] keys) => [.. KeyRotation.Of(keys, Daily, Today)];

    private static RotationState[] States(KeyRotation rotation) => [.. rotation.Steps.Select(s => s.State)];
}
