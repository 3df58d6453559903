using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>Who serves the zone of a domain, whether the servers say the same, whether it is signed, and who may issue certificates.</summary>
public sealed record ZoneFacts
{
    public required DomainName Domain { get; init; }

    /// <summary>The zone that the domain lies in, with its servers; not found when DNS could not tell.</summary>
    public required ZoneCut Cut { get; init; }

    /// <summary>True when there was a means to ask servers directly; without it (zone files) their hosts are not looked at.</summary>
    public bool AsksServers { get; init; }

    /// <summary>Each address of the zone's servers; empty when nobody could be asked.</summary>
    public ImmutableArray<ServerFacts> Servers { get; init; } = [];

    /// <summary>What the servers say about each name that mail depends on.</summary>
    public ImmutableArray<Agreement> Agreements { get; init; } = [];

    public required DnssecFacts Dnssec { get; init; }

    public required CaaFacts Caa { get; init; }

    /// <summary>Questions that were put to name servers directly.</summary>
    public int DirectQuestions { get; init; }
}

/// <summary>One address of a name server.</summary>
/// <param name="Host">The server's name.</param>
/// <param name="Address">The address asked.</param>
/// <param name="Soa">Its answer to the SOA of the zone.</param>
public sealed record ServerFacts(DomainName Host, IPAddress Address, DirectAnswer Soa)
{
    /// <summary>True when it holds the zone.</summary>
    public bool IsSound => Soa.Status == DirectStatus.Answered && Soa.Outcome.Status == DnsStatus.Answer;

    /// <summary>True when it answered, and the answer shows that it does not hold the zone.</summary>
    public bool IsLame => Soa.Status is DirectStatus.Lame or DirectStatus.Referred or DirectStatus.Aliased
        || (Soa.Status == DirectStatus.Answered && Soa.Outcome.Status != DnsStatus.Answer);

    /// <summary>The serial of the zone's version there (RFC 1035 3.3.13); null when it was not told.</summary>
    public uint? Serial => Soa.Outcome.Records is [OtherRecord soa, ..] && soa.Text.Split(' ') is [_, _, var serial, ..] && uint.TryParse(serial, out var value) ? value : null;
}
