namespace Auditor.Core.Scoring;

/// <summary>The five parts of the score.</summary>
public enum ScoreCategory
{
    Dmarc,
    Spf,
    Dkim,
    Hosts,
    Dns,
}
