using System.Collections.Immutable;

namespace Auditor.Core.Scoring;

/// <summary>
/// Turns findings into a score. It is additive (every lost point names its finding), monotone (mending one thing never
/// lowers the score) and deterministic; tests of those names hold it to that.
/// </summary>
public static class ScoreModel
{
    /// <summary>Version of the rules; stored with every score.</summary>
    public const int Rubric = 1;

    /// <summary>The score of one domain.</summary>
    public static Score Score(ScoringInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var account = Account.Of(input);
        var score = new Score
        {
            Rubric = Rubric,
            IsStrict = input.IsStrict,
            AssessedPoints = account.Assessed,
            Categories = account.Categories,
            Value = account.Value,
            Grade = account.Value is { } value ? Grade.Of(value) : null,
            HeldAt = account.HeldAt,
            HeldBy = account.HeldAt is null ? null : account.CapCode,
        };
        return score with { Deductions = Deductions(account, input) };
    }

    private static ImmutableArray<Deduction> Deductions(Account account, ScoringInput input)
    {
        var lines = account.Lines.OrderByDescending(l => l.Points).ThenBy(l => l.Code, StringComparer.Ordinal).ToList();
        var points = lines.ConvertAll(l => account.Uncapped is null ? l.Points : Math.Floor(10000m * l.Points / account.Assessed) / 100m);
        if (points.Count > 0 && account.Uncapped is { } uncapped)
        {
            points[0] += 100 - uncapped - points.Sum();
        }

        return [.. lines.Select((line, i) => new Deduction(line.Code, Title(input, line.Code), points[i], Regained(account, input, line.Code)))
            .Where(d => d.Points > 0 || d.Regained > 0)];
    }

    private static string Title(ScoringInput input, string code) => input.Findings.First(f => f.Code == code).Title;

    private static int Regained(Account account, ScoringInput input, string code)
    {
        if (account.Value is not { } value)
        {
            return 0;
        }

        var mended = input with
        {
            Findings = [.. input.Findings.Where(f => f.Code != code)],
            HasWorkingDkim = input.HasWorkingDkim || RubricOne.MakesDkimWork(code),
        };
        return Account.Of(mended).Value - value ?? 0;
    }
}
