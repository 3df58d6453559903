using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>Whether the zone is signed and linked to its parent (RFC 4033 5).</summary>
/// <param name="Validation">What a validating resolver makes of the zone's SOA; unknown when nobody could be asked.</param>
/// <param name="Ds">DS of the zone, which its parent publishes; null when it was not asked.</param>
/// <param name="Dnskey">DNSKEY of the zone; null when it was not asked.</param>
public sealed record DnssecFacts(Validation Validation, DnsOutcome? Ds, DnsOutcome? Dnskey)
{
    /// <summary>Nobody was asked.</summary>
    public static DnssecFacts Unasked { get; } = new(Validation.Unknown, null, null);

    /// <summary>
    /// The state. Without DS there is no chain of trust whoever validates; with DS only a validating resolver can tell.
    /// </summary>
    public Validation State => Validation is Validation.Bogus or Validation.Secure or Validation.Claimed ? Validation
        : Ds is { IsVoid: true } ? Validation.Insecure
        : Ds is null or { IsUnknown: true } ? Validation.Unknown
        : Validation;
}
