namespace Auditor.Core.Scoring;

/// <summary>Letters for scores.</summary>
public static class Grade
{
    /// <summary>A+ from 97, A from 90, B from 80, C from 70, D from 50, F below.</summary>
    public static string Of(int score) => score switch
    {
        >= 97 => "A+",
        >= 90 => "A",
        >= 80 => "B",
        >= 70 => "C",
        >= 50 => "D",
        _ => "F",
    };
}
