using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Core.Scoring;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Scoring;

/// <summary>The properties of the score over whole zones: each state is audited by the auditor itself, from DNS answers to points.</summary>
public sealed class ScoreOverZonesTests
{
    private const int States = 400;

    [Theory]
    [InlineData(DomainPurpose.People)]
    [InlineData(DomainPurpose.Machine)]
    [InlineData(DomainPurpose.ReceiveOnly)]
    [InlineData(DomainPurpose.Parked)]
    public async Task The_best_zone_of_each_purpose_has_a_hundred_points(DomainPurpose purpose)
    {
        var audit = await AuditedDomain.Best(purpose).AuditAsync();

        (audit.Score.Value, audit.Score.Grade).Should().Be((100, "A+"));
        audit.Score.Deductions.Should().BeEmpty();
    }

    [Fact]
    public Task Every_lost_point_names_a_finding_of_the_audit_and_no_finding_is_charged_twice() =>
        AuditedDomain.Any.SampleAsync(
            async domain =>
            {
                var audit = await domain.AuditAsync();
                var (score, codes) = (audit.Score, audit.Findings.Select(f => f.Code).ToHashSet());
                var lost = score.Deductions.Sum(d => (decimal)d.Points);
                var takenByCap = score.HeldAt is { } held ? 100 - lost - held : 0;
                return 100 - score.Value == lost + takenByCap
                    && takenByCap >= 0
                    && score.Deductions.All(d => codes.Contains(d.Code))
                    && score.Deductions.Select(d => d.Code).Distinct().Count() == score.Deductions.Length
                    && (score.HeldBy is null || codes.Contains(score.HeldBy));
            },
            iter: States);

    [Fact]
    public Task Mending_one_fact_in_the_zone_never_lowers_the_score() =>
        AuditedDomain.Any.SampleAsync(
            async domain =>
            {
                var before = (await domain.AuditAsync()).Score.Value;
                foreach (var better in domain.Improvements())
                {
                    if ((await better.AuditAsync()).Score.Value < before)
                    {
                        throw new InvalidOperationException($"From {before} down to {(await better.AuditAsync()).Score.Value} by mending: {better}");
                    }
                }

                return true;
            },
            iter: States / 8);

    [Fact]
    public Task The_same_zone_gives_the_same_audit_whatever_the_order_of_its_records() =>
        AuditedDomain.Any.SampleAsync(
            async domain => Text(await domain.AuditAsync()) == Text(await domain.AuditAsync(reversed: true)),
            iter: States / 2);

    [Fact]
    public Task A_question_that_dns_fails_for_never_costs_a_point() =>
        AuditedDomain.Any.SampleAsync(
            async domain =>
            {
                var known = await domain.AuditAsync();
                var codes = known.Findings.Select(f => f.Code).ToHashSet();
                foreach (var name in AuditedDomain.Names)
                {
                    var failing = (await domain.AuditAsync(name)).Score;
                    var dearer = failing.Categories.Zip(known.Score.Categories).Any(c => c.First.Lost > c.Second.Lost);
                    var lowerCap = failing.HeldBy is { } by && (!codes.Contains(by) || (by == known.Score.HeldBy && failing.HeldAt < known.Score.HeldAt));
                    if (dearer || lowerCap || failing.Deductions.Any(d => !codes.Contains(d.Code)))
                    {
                        throw new InvalidOperationException($"A failure of {name} costs points: {domain}");
                    }
                }

                return true;
            },
            iter: States / 8);

    private static string Text(AuditDocument audit) => JsonSerializer.Serialize(audit.Score, AuditJson.Compact) + string.Join('\n', audit.Findings.Select(f => $"{f.Code} {f.Subject} {f.Detail}"));
}
