using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Transport;

/// <summary>What a domain publishes to protect mail on its way to it.</summary>
public sealed record TransportFacts
{
    // One finding each: a hostile zone must not make hundreds.
    private const int MaxUnlistedHosts = 20;

    public required DomainName Domain { get; init; }

    public required MtaStsFacts MtaSts { get; init; }

    public required TlsRptFacts TlsRpt { get; init; }

    /// <summary>The answer to the MX question.</summary>
    public required DnsOutcome Mx { get; init; }

    /// <summary>
    /// The hosts that senders hold against the policy: the MX targets, or the domain itself where its addresses stand in for them
    /// (looked up only when there is a policy); empty for a null MX.
    /// </summary>
    public ImmutableArray<DomainName> MailHosts { get; init; } = [];

    /// <summary>True when an MX record names a host for mail.</summary>
    public bool HasMailHost => Mx.Records.OfType<MxRecord>().Any(r => !r.Exchange.IsRoot);

    /// <summary>The mail hosts that no pattern of the policy allows (RFC 8461 4.1), the first twenty; empty without a policy.</summary>
    public IEnumerable<DomainName> UnlistedHosts => MtaSts.Policy is { } policy ? MailHosts.Where(h => !policy.Allows(h.Value)).Take(MaxUnlistedHosts) : [];

    /// <summary>The patterns of the policy that fit no mail host; empty while there are no hosts, or they are unknown.</summary>
    public IEnumerable<string> UnusedPatterns => MailHosts.IsEmpty ? []
        : (MtaSts.Policy?.Mx ?? []).Distinct(StringComparer.OrdinalIgnoreCase).Where(p => !MailHosts.Any(h => MtaStsPolicy.Matches(h.Value, p)));
}
