using Auditor.Core.Scoring;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Scoring;

public sealed class ScoreModelTests
{
    [Fact]
    public void Monitoring_alone_is_held_at_79()
    {
        var score = Score(DomainPurpose.People, "DMARC-POLICY-NONE");

        (score.Value, score.Grade, score.HeldAt, score.HeldBy).Should().Be((79, "C", 79, "DMARC-POLICY-NONE"));
        score.Deductions.Should().Equal(new Deduction("DMARC-POLICY-NONE", "Title of DMARC-POLICY-NONE", 20, 21));
        score.Categories[0].Should().Be(new CategoryScore(ScoreCategory.Dmarc, 20, 38, true));
    }

    [Theory]
    [InlineData(DomainPurpose.People, 100, "A+")]
    [InlineData(DomainPurpose.Machine, 96, "A")]
    public void Quarantine_is_full_for_people_and_a_step_short_for_machines(DomainPurpose purpose, int value, string grade)
    {
        var score = Score(purpose, "DMARC-POLICY-QUARANTINE");

        (score.Value, score.Grade).Should().Be((value, grade));
    }

    [Theory]
    [InlineData(true, 69)]
    [InlineData(false, 59)]
    public void Without_spf_a_working_key_lifts_the_cap(bool hasWorkingDkim, int expected)
    {
        var score = ScoreModel.Score(Input(DomainPurpose.People, "SPF-MISSING") with { HasWorkingDkim = hasWorkingDkim });

        (score.Value, score.HeldBy).Should().Be((expected, "SPF-MISSING"));
    }

    [Fact]
    public void Pass_all_beside_a_permerror_costs_four()
    {
        Score(DomainPurpose.People, "SPF-PASS-ALL").Categories[1].Lost.Should().Be(12);
        Score(DomainPurpose.People, "SPF-PASS-ALL", "SPF-SYNTAX").Categories[1].Lost.Should().Be(20);
    }

    [Fact]
    public void Subdomains_under_a_policy_of_none_are_not_charged_twice() =>
        Score(DomainPurpose.People, "DMARC-POLICY-NONE", "DMARC-SUBDOMAINS-OPEN").Deductions
            .Select(d => (d.Code, d.Points, d.Regained)).Should().Equal(("DMARC-POLICY-NONE", 20m, 96 - 79));

    [Theory]
    [InlineData(1, 97)]
    [InlineData(2, 94)]
    public void Reverse_dns_costs_three_in_part_and_six_in_whole(int failing, int expected) =>
        ScoreModel.Score(Input(DomainPurpose.People, [.. Enumerable.Repeat("HOST-FCRDNS", failing)]) with { OwnHosts = 2 }).Value.Should().Be(expected);

    [Fact]
    public void An_unknown_category_leaves_the_denominator_and_rounding_goes_to_the_costliest()
    {
        var input = Input(DomainPurpose.People, "DMARC-NO-AGGREGATE-REPORTS", "SPF-PTR");
        var score = ScoreModel.Score(input with { Assessed = input.Assessed.Remove(ScoreCategory.Dkim) });

        // 100 x 72 / 80 = 90
        (score.Value, score.AssessedPoints).Should().Be((90, 80));
        score.Deductions.Select(d => (d.Code, d.Points)).Should().Equal(("DMARC-NO-AGGREGATE-REPORTS", 7.5m), ("SPF-PTR", 2.5m));

        var uneven = ScoreModel.Score(Input(DomainPurpose.People, "SPF-PTR") with { Assessed = [ScoreCategory.Dmarc, ScoreCategory.Spf] });
        // 100 x 60 / 62 = 96.77, rounded down
        (uneven.Value, uneven.Deductions.Single().Points).Should().Be((96, 4m));
    }

    [Theory]
    [InlineData(ScoreCategory.Spf)]
    [InlineData(ScoreCategory.Dmarc)]
    public void There_is_no_score_while_spf_or_dmarc_is_unknown(ScoreCategory unknown)
    {
        var input = Input(DomainPurpose.People, "HOST-FCRDNS") with { OwnHosts = 1 };
        var score = ScoreModel.Score(input with { Assessed = input.Assessed.Remove(unknown) });

        (score.Value, score.Grade, score.HeldAt, score.HeldBy).Should().Be((null, null, null, null));
        score.Deductions.Should().Equal(new Deduction("HOST-FCRDNS", "Title of HOST-FCRDNS", 6, 0));
    }

    [Fact]
    public void A_bare_domain_keeps_only_its_dns_points()
    {
        var score = ScoreModel.Score(Input(DomainPurpose.People, "DMARC-MISSING", "SPF-MISSING", "HOST-FCRDNS") with
        {
            OwnHosts = 1,
            Assessed = [ScoreCategory.Dmarc, ScoreCategory.Spf, ScoreCategory.Hosts, ScoreCategory.Dns],
        });

        // 100 x (80 - 38 - 24 - 6) / 80
        (score.Value, score.Grade, score.HeldAt).Should().Be((15, "F", null));
    }

    [Theory]
    [InlineData(97, "A+")]
    [InlineData(96, "A")]
    [InlineData(89, "B")]
    [InlineData(79, "C")]
    [InlineData(69, "D")]
    [InlineData(49, "F")]
    public void Grades_begin_where_the_rubric_says(int value, string grade) => Grade.Of(value).Should().Be(grade);

    [Fact]
    public void Optional_standards_cost_nothing_unless_the_rubric_is_strict()
    {
        var input = Input(DomainPurpose.People, "MTA-STS-MISSING", "TLS-RPT-MISSING", "BIMI-MISSING");
        ScoreModel.Score(input).Value.Should().Be(100);

        var strict = ScoreModel.Score(input with { IsStrict = true, Assessed = input.Assessed.Add(ScoreCategory.Standards) });
        strict.Value.Should().Be(94, "104 of 110 points are kept");
        strict.Categories[^1].Should().Be(new CategoryScore(ScoreCategory.Standards, 6, 10, true));
        strict.Deductions.Select(d => (d.Code, d.Regained)).Should().Equal(("MTA-STS-MISSING", 3), ("TLS-RPT-MISSING", 2), ("BIMI-MISSING", 1));

        ScoreModel.Score(input with { IsStrict = true }).Value.Should().Be(100, "what could not be assessed leaves the denominator");
    }

    private static Score Score(DomainPurpose purpose, params string[] codes) => ScoreModel.Score(Input(purpose, codes));

    private static ScoringInput Input(DomainPurpose purpose, params string[] codes) => new()
    {
        Purpose = purpose,
        HasWorkingDkim = true,
        Findings = [.. codes.Select(ScoredDomain.Finding)],
    };
}
