namespace Auditor.Core.Reports.Authenticity;

/// <summary>A report's tier with its reason.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Reason">A code of <see cref="TrustReason"/>; null when a person brought it in and no mail was around it.</param>
/// <param name="Signer">Organizational domain that signed; null unless a signature is valid.</param>
public sealed record TrustVerdict(TrustTier Tier, string? Reason, string? Signer)
{
    /// <summary>For what came without a mail from a person.</summary>
    public static TrustVerdict Manual { get; } = new(TrustTier.Manual, null, null);
}
