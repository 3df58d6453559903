using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Fetching;

/// <summary>
/// Tells the addresses that a stranger may make us connect to. It is stricter than <see cref="Dns.AddressScope"/>: whatever is not
/// global unicast, or may lead into the own network by way of a translation, is refused (IANA special-purpose registries, RFC 6890).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] RefusedIpv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("240.0.0.0/4"),
    ];

    private static readonly IPNetwork[] RefusedIpv6 =
    [
        // Protocol assignments, Teredo and ORCHID among them.
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),

        // 6to4 holds any IPv4 address.
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    // The interface identifier of ISATAP (RFC 5214 6.1), with an IPv4 address behind it.
    private static readonly byte[] Isatap = [0x5e, 0xfe];

    /// <summary>True for a global unicast address without an embedded IPv4 address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(RefusedIpv4, n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => address.ScopeId == 0 && IsGlobalUnicast(address.GetAddressBytes())
                && !Array.Exists(RefusedIpv6, n => n.Contains(address)) && !IsIsatap(address.GetAddressBytes()),
            _ => false,
        };
    }

    // 2000::/3 is all that IANA gave out. Outside lie loopback, mapped and translated IPv4, unique local, link-local and multicast.
    // By its bits: IPNetwork takes a mapped address such as ::ffff:8.8.8.8 for one of 2000::/3.
    private static bool IsGlobalUnicast(byte[] bytes) => (bytes[0] & 0xe0) == 0x20;

    private static bool IsIsatap(byte[] bytes) => (bytes[8] & 0xfc) == 0 && bytes[9] == 0 && bytes.AsSpan(10, 2).SequenceEqual(Isatap);
}
