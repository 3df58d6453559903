using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>What kinds of question a list takes: each has test points of its own (RFC 5782 5).</summary>
public enum SubjectKind
{
    Ipv4,
    Ipv6,
    Domain,
}

/// <summary>An address or a domain that lists are asked about.</summary>
public sealed record BlocklistSubject
{
    private readonly string label;

    private BlocklistSubject(SubjectKind kind, string text, string label)
    {
        Kind = kind;
        Text = text;
        this.label = label;
    }

    public SubjectKind Kind { get; }

    /// <summary>The address in its canonical text, or the A-label form of the domain.</summary>
    public string Text { get; }

    /// <summary>True for an address that sends mail for the domain, false for one that only receives it.</summary>
    public bool IsSender { get; init; }

    /// <summary>An address. An IPv4 address in IPv6 clothes stays IPv6: that is what RFC 5782 5 tests IPv6 lists with.</summary>
    public static BlocklistSubject Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var octets = address.GetAddressBytes();
        var kind = address.AddressFamily == AddressFamily.InterNetworkV6 ? SubjectKind.Ipv6 : SubjectKind.Ipv4;
        var labels = kind == SubjectKind.Ipv4
            ? octets.Reverse().Select(o => o.ToString(CultureInfo.InvariantCulture))
            : Convert.ToHexStringLower(octets).Reverse().Select(c => c.ToString());
        return new BlocklistSubject(kind, address.ToString(), string.Join('.', labels));
    }

    /// <summary>A domain.</summary>
    public static BlocklistSubject Of(DomainName domain) => new(SubjectKind.Domain, domain.Value, domain.Value);

    /// <summary>The subject of a text that <see cref="Text"/> gave; null for anything else.</summary>
    public static BlocklistSubject? Parse(string text) =>
        IPAddress.TryParse(text, out var address) && address.ToString() == text ? Of(address)
        : DomainName.TryParse(text, out var domain) && !domain.IsRoot ? Of(domain)
        : null;

    /// <summary>
    /// The name to ask below a list's zone: reversed octets (RFC 5782 2.1), reversed nibbles (2.4), or the domain in front (3).
    /// </summary>
    /// <returns>False when the name would be longer than DNS allows.</returns>
    public bool TryName(DomainName zone, out DomainName name) => zone.TryPrepend(label, out name);
}
