using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Brings a source address into its one canonical text: dotted decimal, RFC 5952 for IPv6, IPv4 where it was mapped into IPv6.</summary>
internal static class SourceAddress
{
    /// <summary>The canonical text; null when the text is no address (zone ids, ports and octal forms are none).</summary>
    public static string? Canonical(ReadOnlySpan<char> text, TextPool pool)
    {
        Span<char> buffer = stackalloc char[45];
        if (TryReadIPv4(text, buffer, out var length))
        {
            return pool.Get(buffer[..length]);
        }

        if (!text.Contains(':') || text.IndexOfAny("%[]/") >= 0 || !IPAddress.TryParse(text, out var address)
            || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.TryFormat(buffer, out length) ? pool.Get(buffer[..length]) : null;
    }

    // IPAddress.TryParse also takes 10.1, 0x0a.0.0.1 and octal parts, which mean different things to different readers.
    private static bool TryReadIPv4(ReadOnlySpan<char> text, Span<char> canonical, out int length)
    {
        length = 0;
        var parts = 0;
        var digits = 0;
        var value = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) && digits < 3 && (digits == 0 || value > 0))
            {
                value = (value * 10) + (c - '0');
                digits++;
            }
            else if (c == '.' && digits > 0 && value <= 255 && parts < 3)
            {
                parts++;
                digits = 0;
                value = 0;
            }
            else
            {
                return false;
            }
        }

        if (parts != 3 || digits == 0 || value > 255)
        {
            return false;
        }

        text.CopyTo(canonical);
        length = text.Length;
        return true;
    }
}
