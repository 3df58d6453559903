using System.Net;

namespace Auditor.Core.Spf;

/// <summary>Address comparison under a prefix length (RFC 7208 5).</summary>
internal static class AddressRange
{
    /// <summary>True when both are of one family and agree in the first <paramref name="prefixLength"/> bits.</summary>
    public static bool Contains(IPAddress network, int prefixLength, IPAddress client)
    {
        if (network.AddressFamily != client.AddressFamily)
        {
            return false;
        }

        var left = network.GetAddressBytes();
        var right = client.GetAddressBytes();
        var whole = prefixLength / 8;
        var rest = prefixLength % 8;
        return left.AsSpan(0, whole).SequenceEqual(right.AsSpan(0, whole))
            && (rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0);
    }
}
