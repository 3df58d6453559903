using Auditor.Core.Transport;

namespace Auditor.Core.Auditing;

/// <summary>Says whether senders must refuse a mail host whose certificate is not in order.</summary>
internal static class CertificateNeed
{
    /// <summary>What demands it, as the beginning of a sentence; null when nothing does. DANE does not: usage 3 looks at neither name nor date (RFC 7672 3.1.1).</summary>
    public static string? Of(TransportFacts? transport) =>
        transport?.MtaSts.Policy is { Mode: "enforce" } ? "The MTA-STS policy in enforce mode" : null;
}
