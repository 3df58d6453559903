using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Spf;

/// <summary>Addresses as RFC 7208 12 spells them, which is stricter than what the platform accepts.</summary>
internal static class AddressText
{
    private static readonly SearchValues<char> Ip6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Four decimal octets without leading zeros.</summary>
    public static bool TryReadIp4(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.Any;
        Span<byte> octets = stackalloc byte[4];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            if (count == 4 || !TryReadNumber(text[range], 255, out var octet))
            {
                return false;
            }

            octets[count++] = (byte)octet;
        }

        if (count != 4)
        {
            return false;
        }

        address = new IPAddress(octets);
        return true;
    }

    /// <summary>An IPv6 address of RFC 4291 2.2, without brackets, zone or prefix length.</summary>
    public static bool TryReadIp6(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.IPv6Any;
        if (!text.Contains(':') || text.ContainsAnyExcept(Ip6Characters))
        {
            return false;
        }

        // The platform reads octal and short forms in the dotted tail; the grammar does not.
        var tail = text[(text.LastIndexOf(':') + 1)..];
        if (tail.Contains('.') && !TryReadIp4(tail, out _))
        {
            return false;
        }

        if (!IPAddress.TryParse(text, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>A decimal number from 0 to <paramref name="max"/> without leading zeros.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> text, int max, out int number)
    {
        number = 0;
        if (text.Length is 0 or > 3 || text.ContainsAnyExceptInRange('0', '9') || (text.Length > 1 && text[0] == '0'))
        {
            return false;
        }

        number = int.Parse(text, provider: System.Globalization.CultureInfo.InvariantCulture);
        return number <= max;
    }
}
