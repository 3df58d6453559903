using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;

namespace Auditor.Core.Reverse;

/// <summary>
/// Guesses whether a host name was generated from its address (<c>host-192-0-2-1.dyn.isp.example</c>). Receivers use such
/// guesses against senders; here it is a hint only.
/// </summary>
public static class GenericHostName
{
    private static readonly string[] AccessWords =
        ["adsl", "broadband", "cable", "dhcp", "dial", "dialup", "dip", "dsl", "dyn", "dynamic", "ftth", "pool", "ppp", "vdsl"];

    /// <summary>True when the name holds the address's octets, or words of dial-in pools.</summary>
    public static bool Describes(DomainName name, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return HoldsAddress(name.Value, address) || HoldsAccessWord(name);
    }

    // A company may well be called Cable; its registered name says nothing about the host.
    private static bool HoldsAccessWord(DomainName name) =>
        name.Labels.SkipLast(PublicSuffixList.Default.RegistrableDomain(name)?.LabelCount ?? name.LabelCount).Any(label => label.Split('-', '_')
            .Any(part => AccessWords.Contains(part.TrimEnd("0123456789".ToCharArray()), StringComparer.Ordinal)));

    private static bool HoldsAddress(string name, IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            var nibbles = Convert.ToHexStringLower(address.GetAddressBytes());
            return name.Replace("-", string.Empty, StringComparison.Ordinal).Replace(".", string.Empty, StringComparison.Ordinal)
                .Contains(nibbles, StringComparison.Ordinal);
        }

        var octets = address.GetAddressBytes().Select(o => o.ToString(CultureInfo.InvariantCulture)).ToArray();
        var reversed = octets.Reverse().ToArray();
        var hex = Convert.ToHexStringLower(address.GetAddressBytes());
        return HasRun(name, octets) || HasRun(name, reversed) || name.Contains(hex, StringComparison.Ordinal);
    }

    // Separators differ (192-0-2-1, 192.0.2.1, 192x0x2x1) and octets may be padded with zeros (192-000-002-001).
    private static bool HasRun(string name, string[] octets)
    {
        var numbers = new List<string>();
        var start = -1;
        for (var i = 0; i <= name.Length; i++)
        {
            var isDigit = i < name.Length && char.IsAsciiDigit(name[i]);
            if (isDigit && start < 0)
            {
                start = i;
            }
            else if (!isDigit && start >= 0)
            {
                var text = name[start..i].TrimStart('0');
                numbers.Add(text.Length == 0 ? "0" : text);
                start = -1;
            }
        }

        return Enumerable.Range(0, Math.Max(0, numbers.Count - octets.Length + 1))
            .Any(i => numbers.Skip(i).Take(octets.Length).SequenceEqual(octets, StringComparer.Ordinal));
    }
}
