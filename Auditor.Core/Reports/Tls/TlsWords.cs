using System.Collections.Frozen;

namespace Auditor.Core.Reports.Tls;

/// <summary>The values that RFC 8460 defines.</summary>
public static class TlsWords
{
    /// <summary>RFC 8460 4.4, policy-type.</summary>
    public static FrozenSet<string> PolicyTypes { get; } = new[] { "tlsa", "sts", "no-policy-found" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>RFC 8460 4.3 and the registry of its section 6.6.</summary>
    public static FrozenSet<string> ResultTypes { get; } = new[]
    {
        "starttls-not-supported", "certificate-host-mismatch", "certificate-expired", "certificate-not-trusted", "validation-failure",
        "tlsa-invalid", "dnssec-invalid", "dane-required", "sts-policy-fetch-error", "sts-policy-invalid", "sts-webpki-invalid",
    }.ToFrozenSet(StringComparer.Ordinal);
}
