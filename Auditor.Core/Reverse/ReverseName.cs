using System.Net;
using System.Net.Sockets;
using System.Text;
using Auditor.Core.Dns;

namespace Auditor.Core.Reverse;

/// <summary>The name under which DNS keeps an address's PTR record.</summary>
public static class ReverseName
{
    /// <summary><c>4.3.2.1.in-addr.arpa</c> (RFC 1035 3.5) or nibbles below <c>ip6.arpa</c> (RFC 3596 2.5).</summary>
    public static DomainName Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var octets = plain.GetAddressBytes();
        if (plain.AddressFamily == AddressFamily.InterNetwork)
        {
            return DomainName.Parse($"{octets[3]}.{octets[2]}.{octets[1]}.{octets[0]}.in-addr.arpa");
        }

        var text = new StringBuilder(73);
        foreach (var nibble in Convert.ToHexStringLower(octets).Reverse())
        {
            text.Append(nibble).Append('.');
        }

        return DomainName.Parse(text.Append("ip6.arpa").ToString());
    }
}
