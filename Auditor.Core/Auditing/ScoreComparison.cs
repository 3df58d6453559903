using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>Why a score is another than it was: the difference of two audits of a domain, point by point, with the records that changed.</summary>
public sealed record ScoreComparison
{
    /// <summary>The earlier score, 0 to 100; null when that audit could tell none.</summary>
    public int? Before { get; init; }

    /// <summary>The later score.</summary>
    public int? After { get; init; }

    /// <summary>What each finding took or gave back, largest first. Where both scores are known, their sum is exactly the difference.</summary>
    public ImmutableArray<ScoreCause> Causes { get; init; } = [];

    /// <summary>Categories that were assessed in one of the two only: the others weigh more without them.</summary>
    public ImmutableArray<AssessmentChange> Assessment { get; init; } = [];

    /// <summary>Findings without points that came or went.</summary>
    public ImmutableArray<ScoreCause> OtherFindings { get; init; } = [];

    /// <summary>The record sets that both audits asked for and that differ.</summary>
    public ImmutableArray<RecordChange> Records { get; init; } = [];

    /// <summary>True when one rubric made one score and another the other: then points do not compare.</summary>
    public bool RubricsDiffer { get; init; }

    /// <summary>Points gained; negative when lost; null while one of the scores is not known.</summary>
    public int? Change => After - Before;

    /// <summary>Compares an earlier audit with a later one of the same domain.</summary>
    public static ScoreComparison Between(AuditDocument before, AuditDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var records = AuditChanges.Between(before, after);
        var causes = Costs(before.Score).Keys.Union(Costs(after.Score).Keys, StringComparer.Ordinal)
            .Select(code => Cause(code, before, after, records))
            .Where(cause => cause.Points != 0)
            .OrderByDescending(cause => Math.Abs(cause.Points)).ThenBy(cause => cause.Code, StringComparer.Ordinal)
            .ToImmutableArray();
        return new ScoreComparison
        {
            Before = before.Score.Value,
            After = after.Score.Value,
            Causes = causes,
            OtherFindings = [.. Others(before, after, records).Where(other => causes.All(cause => cause.Code != other.Code))],
            Assessment = Assessments(before.Score, after.Score),
            Records = records,
            RubricsDiffer = (before.Score.Rubric, before.Score.Strict) != (after.Score.Rubric, after.Score.Strict),
        };
    }

    // What each code costs of the hundred; the cap's own loss stands under the code that sets it.
    private static Dictionary<string, decimal> Costs(ScoreDocument score)
    {
        var costs = score.Deductions.ToDictionary(d => d.Code, d => (decimal)d.Points, StringComparer.Ordinal);
        if (score is { Value: { } value, HeldBy: { } code })
        {
            costs[code] = costs.GetValueOrDefault(code) + 100 - value - score.Deductions.Sum(d => (decimal)d.Points);
        }

        return costs;
    }

    private static ScoreCause Cause(string code, AuditDocument before, AuditDocument after, ImmutableArray<RecordChange> records) =>
        Cause(code, before, after, records, Costs(before.Score).GetValueOrDefault(code) - Costs(after.Score).GetValueOrDefault(code));

    private static ScoreCause Cause(string code, AuditDocument before, AuditDocument after, ImmutableArray<RecordChange> records, decimal points)
    {
        var (old, now) = (Find(before, code), Find(after, code));
        var names = (old?.Evidence ?? []).Concat(now?.Evidence ?? []).Select(e => (e.Name, e.Type)).ToHashSet();
        return new ScoreCause(
            code,
            (now ?? old)?.Title ?? before.Score.Deductions.Concat(after.Score.Deductions).FirstOrDefault(d => d.Code == code)?.Title ?? code,
            points,
            (old, now) switch { (null, not null) => CauseKind.Appeared, (not null, null) => CauseKind.Mended, _ => CauseKind.Weighed },
            (now ?? old)?.Detail ?? string.Empty,
            [.. records.Where(r => names.Contains((r.Name, r.Type)))]);
    }

    private static IEnumerable<ScoreCause> Others(AuditDocument before, AuditDocument after, ImmutableArray<RecordChange> records)
    {
        var (old, now) = (Codes(before), Codes(after));
        return old.Except(now).Union(now.Except(old)).Order(StringComparer.Ordinal).Select(code => Cause(code, before, after, records, 0));
    }

    private static HashSet<string> Codes(AuditDocument audit) =>
        audit.Findings.Where(f => f.Severity > Severity.Info).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);

    private static Finding? Find(AuditDocument audit, string code) => audit.Findings.FirstOrDefault(f => f.Code == code);

    private static ImmutableArray<AssessmentChange> Assessments(ScoreDocument before, ScoreDocument after)
    {
        var earlier = before.Categories.ToDictionary(c => c.Name, c => c.Assessed);
        return [.. after.Categories.Where(c => earlier.TryGetValue(c.Name, out var was) && was != c.Assessed).Select(c => new AssessmentChange(c.Name, c.Assessed))];
    }
}

/// <summary>What one finding has to do with a change of the score.</summary>
/// <param name="Code">The finding's code.</param>
/// <param name="Title">Its title.</param>
/// <param name="Points">Points gained by it, its cap included; negative when lost.</param>
/// <param name="Kind">Whether it came, went, or only weighs otherwise.</param>
/// <param name="Detail">What was found, in the later audit where it is there.</param>
/// <param name="Records">The changed record sets that it rests on.</param>
public sealed record ScoreCause(string Code, string Title, decimal Points, CauseKind Kind, string Detail, ImmutableArray<RecordChange> Records);

/// <summary>How a finding moved between two audits.</summary>
public enum CauseKind
{
    Appeared,
    Mended,

    /// <summary>It stands in both, and costs more or less: by another cap, or because another category is assessed.</summary>
    Weighed,
}

/// <summary>A category that entered the score, or left it.</summary>
/// <param name="Category">dmarc, spf, dkim, hosts or dns.</param>
/// <param name="IsAssessed">True when the later audit assessed it.</param>
public sealed record AssessmentChange(string Category, bool IsAssessed);
