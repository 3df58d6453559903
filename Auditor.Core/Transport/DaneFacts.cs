using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>DANE of a domain's mail exchangers (RFC 7672).</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Hosts">Its exchangers, in the order of the MX records.</param>
public sealed record DaneFacts(DomainName Domain, ImmutableArray<DaneHost> Hosts);

/// <summary>DANE of one mail exchanger.</summary>
/// <param name="Host">The exchanger as the MX record names it.</param>
/// <param name="Base">The TLSA base domain: the end of the host's aliases, or the host itself (RFC 7672 2.2.2).</param>
/// <param name="Outcome">The answer to TLSA of <c>_25._tcp.</c> in front of it.</param>
public sealed record DaneHost(DomainName Host, DomainName Base, DnsOutcome Outcome)
{
    /// <summary>The records, in the order of the answer.</summary>
    public ImmutableArray<TlsaRecord> Records { get; } = [.. Outcome.Records.Select(r => TlsaRecord.Parse(r.Data))];

    /// <summary>The least of what DNSSEC makes of MX, addresses and TLSA; null when there are no records, or nobody to ask.</summary>
    public Validation? Validation { get; init; }

    /// <summary>Found: records that senders use; Invalid: records, and none that they can use.</summary>
    public RecordStatus Status => Outcome.IsUnknown ? RecordStatus.Unknown
        : Records.IsEmpty ? RecordStatus.None
        : Records.Any(r => r.IsUsable) ? RecordStatus.Found
        : RecordStatus.Invalid;

    /// <summary>True when DNSSEC protects the whole way to the records, false when it does not (senders then pass over them), null when that is not known.</summary>
    public bool? IsSecure => Validation switch
    {
        Dns.Validation.Secure or Dns.Validation.Claimed => true,
        Dns.Validation.Insecure or Dns.Validation.Bogus => false,
        _ => null,
    };
}

/// <summary>A mail exchanger whose DANE is asked for.</summary>
/// <param name="Host">As the MX record names it.</param>
/// <param name="AliasTarget">The end of its aliases; null without one.</param>
public sealed record DaneTarget(DomainName Host, DomainName? AliasTarget);
