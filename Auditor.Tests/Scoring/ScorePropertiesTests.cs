using Auditor.Core.Scoring;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Scoring;

public sealed class ScorePropertiesTests
{
    private const int States = 20_000;

    [Fact]
    public void A_score_is_additive_to_the_point() =>
        ScoredDomain.Any.Sample(
            domain =>
            {
                var score = ScoreModel.Score(domain.Input());
                var lost = score.Deductions.Sum(d => d.Points);
                var takenByCap = score.HeldAt is { } held ? 100 - lost - held : 0;
                return 100 - score.Value == lost + takenByCap
                    && takenByCap >= 0
                    && (score.HeldBy is null) == (score.HeldAt is null)
                    && score.Deductions.All(d => domain.Input().Has(d.Code))
                    && (score.HeldBy is null || domain.Input().Has(score.HeldBy));
            },
            iter: States);

    [Fact]
    public void Mending_any_single_fact_never_lowers_the_score() =>
        ScoredDomain.Any.Sample(
            domain =>
            {
                var before = ScoreModel.Score(domain.Input()).Value;
                return domain.Improvements().All(better => ScoreModel.Score(better.Input()).Value >= before);
            },
            iter: States / 10);

    [Fact]
    public void The_same_facts_give_the_same_score_in_any_order_of_findings() =>
        ScoredDomain.Any.Sample(
            domain =>
            {
                var input = domain.Input();
                var turned = input with { Findings = [.. input.Findings.Reverse()] };
                var (first, second) = (ScoreModel.Score(input), ScoreModel.Score(turned));
                return first.Value == second.Value && first.Deductions.SequenceEqual(second.Deductions) && first.HeldBy == second.HeldBy;
            },
            iter: States / 10);

    [Fact]
    public void A_category_that_becomes_unknown_never_costs_points() =>
        Gen.Select(ScoredDomain.Any, Gen.Int[2, 4].Select(i => (ScoreCategory)i)).Sample(
            (domain, category) =>
            {
                var input = domain.Input();
                var known = ScoreModel.Score(input);
                var unknown = ScoreModel.Score(input with { Assessed = input.Assessed.Remove(category) });
                return unknown.Categories.Sum(c => c.Lost) <= known.Categories.Sum(c => c.Lost)
                    && unknown.Deductions.All(d => known.Deductions.Any(k => k.Code == d.Code) || d.Points == 0)
                    && (unknown.Value is not null)
                    && (input.Findings.IsEmpty ? unknown.Value == 100 : true);
            },
            iter: States / 10);

    [Fact]
    public void What_is_regained_is_what_the_score_without_the_finding_gains() =>
        ScoredDomain.Any.Sample(
            domain =>
            {
                var input = domain.Input();
                var score = ScoreModel.Score(input);
                return score.Deductions.Where(d => d.Code != "DKIM-BROKEN").All(d =>
                    d.Regained >= 0
                    && score.Value + d.Regained == ScoreModel.Score(input with { Findings = [.. input.Findings.Where(f => f.Code != d.Code)] }).Value);
            },
            iter: States / 10);

    [Fact]
    public void A_category_loses_at_most_what_it_has() =>
        ScoredDomain.Any.Sample(
            domain => ScoreModel.Score(domain.Input()).Categories.All(c => c.Lost >= 0 && c.Lost <= c.Of && (c.IsAssessed || c.Lost == 0)),
            iter: States);

    [Fact]
    public void Full_points_sum_to_a_hundred() =>
        ScoreModel.Score(new ScoringInput()).Categories.Sum(c => c.Of).Should().Be(100);

    [Fact]
    public void The_strict_rubric_is_additive_and_monotone_too() =>
        Gen.Select(ScoredDomain.Any, Gen.Bool.Array[StandardsCodes.Length]).Sample(
            (domain, isThere) =>
            {
                var score = ScoreModel.Score(Strict(domain, isThere));
                var lost = score.Deductions.Sum(d => d.Points);
                return 100 - score.Value == lost + (score.HeldAt is { } held ? 100 - lost - held : 0)
                    && Enumerable.Range(0, isThere.Length).All(i => ScoreModel.Score(Strict(domain, [.. isThere.Select((there, n) => there && n != i)])).Value >= score.Value)
                    && domain.Improvements().All(better => ScoreModel.Score(Strict(better, isThere)).Value >= score.Value);
            },
            iter: States / 20);

    private static readonly string[] StandardsCodes =
        ["MTA-STS-MISSING", "MTA-STS-TESTING", "TLS-RPT-MISSING", "DNSSEC-ABSENT", "DANE-NOT-SECURE", "BIMI-MISSING", "DMARC-REMOVED-TAG", "SPF-SIZE"];

    private static ScoringInput Strict(ScoredDomain domain, bool[] isThere)
    {
        var input = domain.Input();
        return input with
        {
            IsStrict = true,
            Assessed = input.Assessed.Add(ScoreCategory.Standards),
            Findings = [.. input.Findings, .. StandardsCodes.Where((_, i) => isThere[i]).Select(ScoredDomain.Finding)],
        };
    }
}
