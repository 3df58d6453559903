namespace Auditor.Core.Reports.Authenticity;

/// <summary>What came of checking a mail's signatures.</summary>
/// <param name="State">Passed, failed, or not known yet.</param>
/// <param name="Reason">A code of <see cref="TrustReason"/>; null when passed by a signature of the mail.</param>
/// <param name="Evidence">What was checked.</param>
public sealed record MailAuthentication(AuthenticationState State, string? Reason, MailEvidence Evidence);

/// <summary>Result of a mail's authentication.</summary>
public enum AuthenticationState
{
    /// <summary>A valid signature of the organization in From.</summary>
    Passed,

    /// <summary>No such signature.</summary>
    Failed,

    /// <summary>DNS failed for a key that decides.</summary>
    Unknown,
}
