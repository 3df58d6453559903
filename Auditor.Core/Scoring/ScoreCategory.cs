namespace Auditor.Core.Scoring;

/// <summary>The parts of the score.</summary>
public enum ScoreCategory
{
    Dmarc,
    Spf,
    Dkim,
    Hosts,
    Dns,

    /// <summary>Optional standards: MTA-STS, TLS-RPT, DNSSEC, DANE, BIMI and leftovers. Of the strict rubric only.</summary>
    Standards,
}
