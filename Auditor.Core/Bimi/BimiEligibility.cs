namespace Auditor.Core.Bimi;

/// <summary>Whether a DMARC policy is strict enough for logos (draft-brand-indicators-for-message-identification 4.1).</summary>
public static class BimiEligibility
{
    /// <summary>Null when the policy permits BIMI; else why not, as a sentence.</summary>
    /// <param name="policy">The value of <c>p</c>; null without a DMARC record.</param>
    /// <param name="subdomainPolicy">The value of <c>sp</c>; null when not written.</param>
    /// <param name="percentage">The value of the historic <c>pct</c>; null when not written.</param>
    /// <param name="testMode">True for <c>t=y</c> (RFC 9989).</param>
    public static string? Obstacle(string? policy, string? subdomainPolicy, int? percentage, bool testMode) => policy switch
    {
        null => "There is no DMARC policy.",
        not ("quarantine" or "reject") => "The DMARC policy must be quarantine or reject.",
        _ when subdomainPolicy == "none" => "The DMARC policy for subdomains must not be none.",
        _ when testMode => "Test mode (t=y) lowers the DMARC policy by one level.",
        "quarantine" when percentage is < 100 => "With quarantine, pct must be 100.",
        _ => null,
    };
}
