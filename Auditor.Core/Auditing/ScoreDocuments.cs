using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing;

/// <summary>The score part of an audit's document.</summary>
internal static class ScoreDocuments
{
    public static ScoreDocument From(Score score) => new()
    {
        Value = score.Value,
        Grade = score.Grade,
        Rubric = score.Rubric,
        Strict = score.IsStrict,
        AssessedShare = (double)score.AssessedPoints / score.Categories.Sum(c => c.Of),
        HeldAt = score.HeldAt,
        HeldBy = score.HeldBy,
        Categories = [.. score.Categories.Select(c => new CategoryDocument(Word(c.Category), c.Lost, c.Of, c.IsAssessed))],
        Deductions = [.. score.Deductions.Select(d => new DeductionDocument(d.Code, (double)d.Points, d.Regained, d.Title))],
    };

    private static string Word(ScoreCategory category) => category switch
    {
        ScoreCategory.Dmarc => "dmarc",
        ScoreCategory.Spf => "spf",
        ScoreCategory.Dkim => "dkim",
        ScoreCategory.Hosts => "hosts",
        ScoreCategory.Standards => "standards",
        _ => "dns",
    };
}
