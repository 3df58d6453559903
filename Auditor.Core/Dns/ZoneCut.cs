using System.Collections.Immutable;
using System.Net;

namespace Auditor.Core.Dns;

/// <summary>The zone that a name lies in, and who serves it (RFC 1034 4.2).</summary>
/// <param name="Zone">The zone's apex; the last name asked when none was found.</param>
/// <param name="Ns">The answer that names the servers, or the last one when none does.</param>
/// <param name="Servers">The servers by name; empty when the zone was not found or DNS could not tell.</param>
public sealed record ZoneCut(DomainName Zone, DnsOutcome Ns, ImmutableArray<ZoneServer> Servers)
{
    /// <summary>Name servers of a zone that are looked at; delegations rarely name more than the 13 that fit the root's.</summary>
    public const int MaxServers = 13;

    /// <summary>Addresses of a zone's servers that are asked.</summary>
    public const int MaxAddresses = 16;

    public bool IsFound => !Servers.IsEmpty;

    /// <summary>Each address once, in the order of the servers' names: the first of every server before the second of any.</summary>
    public IEnumerable<(DomainName Host, IPAddress Address)> Addresses =>
        Servers.SelectMany(s => s.Addresses.Select((address, i) => (Turn: i, s.Host, Address: address)))
            .OrderBy(s => s.Turn).Select(s => (s.Host, s.Address)).DistinctBy(s => s.Address).Take(MaxAddresses);

    /// <summary>Walks up from a name to the first one with NS records of its own, no higher than <paramref name="top"/>.</summary>
    public static async Task<ZoneCut> FindAsync(DomainName name, DomainName top, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        for (var at = name; ; at = at.Parent)
        {
            var ns = await resolver.QueryAsync(at, DnsRecordType.Ns, cancellationToken).ConfigureAwait(false);

            // An alias cannot be a zone's apex: what stands at its target belongs to another zone.
            if (ns.Status == DnsStatus.Answer && ns.Aliases.IsEmpty)
            {
                return new ZoneCut(at, ns, await ServersAsync(ns, resolver, cancellationToken).ConfigureAwait(false));
            }

            // Where even the alias is not known, the zone above may still be.
            if ((ns.IsUnknown && ns.Aliases.IsEmpty) || at == top || at.IsRoot)
            {
                return new ZoneCut(at, ns, []);
            }
        }
    }

    private static async Task<ImmutableArray<ZoneServer>> ServersAsync(DnsOutcome ns, IDnsResolver resolver, CancellationToken cancellationToken) =>
    [
        .. await Task.WhenAll(ns.Targets.Distinct().OrderBy(t => t.Value, StringComparer.Ordinal).Take(MaxServers).Select(async host =>
        {
            var a = resolver.QueryAsync(host, DnsRecordType.A, cancellationToken).AsTask();
            var aaaa = resolver.QueryAsync(host, DnsRecordType.Aaaa, cancellationToken).AsTask();
            return new ZoneServer(host, await a.ConfigureAwait(false), await aaaa.ConfigureAwait(false));
        })).ConfigureAwait(false),
    ];
}

/// <summary>A name server of a zone with the answers that give its addresses.</summary>
public sealed record ZoneServer(DomainName Host, DnsOutcome A, DnsOutcome Aaaa)
{
    /// <summary>IPv4 first: not every network has a way to IPv6.</summary>
    public IEnumerable<IPAddress> Addresses => A.Addresses.Concat(Aaaa.Addresses);

    /// <summary>True when DNS says that the name has no address at all, so that nobody can ask it.</summary>
    public bool HasNoAddress => A.IsVoid && Aaaa.IsVoid;
}
