using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Dns;

/// <summary>Tells addresses that the Internet can route from those that it cannot (RFC 6890 and successors).</summary>
public static class AddressScope
{
    private static readonly IPNetwork[] NotRouted =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("224.0.0.0/4"),
        IPNetwork.Parse("255.255.255.255/32"),
        IPNetwork.Parse("::/128"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>True for private, loopback, link-local, shared, multicast and unspecified addresses.</summary>
    /// <remarks>The ranges for documentation and benchmarks count as routed, so that examples and tests can use them.</remarks>
    public static bool IsPrivate(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && Array.Exists(NotRouted, network => network.Contains(plain));
    }
}
