using System.Collections.Frozen;

namespace Auditor.Core.Reports.Failure;

/// <summary>The values that the RFCs define.</summary>
public static class FailureWords
{
    /// <summary>The feedback type of failed authentication (RFC 6591 3).</summary>
    public const string AuthFailure = "auth-failure";

    /// <summary>RFC 5965 7.3, RFC 6591, RFC 6430 (not-spam).</summary>
    public static FrozenSet<string> FeedbackTypes { get; } = new[] { AuthFailure, "abuse", "fraud", "virus", "other", "not-spam", "opt-out", "opt-out-list" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>RFC 6591 3.3, RFC 9991 4.</summary>
    public static FrozenSet<string> AuthFailures { get; } = new[] { "dmarc", "adsp", "bodyhash", "revoked", "signature", "spf" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>RFC 9991 4.</summary>
    public static FrozenSet<string> IdentityAlignments { get; } = new[] { "dkim", "spf", "none" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>RFC 6591 3.2.2.</summary>
    public static FrozenSet<string> DeliveryResults { get; } = new[] { "delivered", "spam", "policy", "reject", "other" }.ToFrozenSet(StringComparer.Ordinal);
}
