using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Auditor.Core.Dns;

/// <summary>Where a resolver listens, as people write it: <c>HOST</c>, <c>HOST:PORT</c>, <c>[IPv6]:PORT</c>.</summary>
/// <param name="Host">An address, or a host name that the system resolves.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record DnsServerAddress(string Host, int Port)
{
    /// <summary>The port of DNS (RFC 1035 4.2).</summary>
    public const int DefaultPort = 53;

    /// <summary>Reads the text; when false, <paramref name="error"/> says in one sentence what is wrong.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DnsServerAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        error = null;
        var host = text?.Trim() ?? string.Empty;
        var port = DefaultPort;
        if (IPAddress.TryParse(host, out var bare) && !host.StartsWith('['))
        {
            address = new DnsServerAddress(bare.ToString(), port);
            return true;
        }

        var colon = host.LastIndexOf(':');
        if (colon >= 0 && !host.EndsWith(']'))
        {
            if (!int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
            {
                error = $"'{text}' has no port from 1 to 65535 after the colon (an IPv6 address with a port stands in brackets).";
                return false;
            }

            host = host[..colon];
        }

        if (host.StartsWith('[') && host.EndsWith(']'))
        {
            if (IPAddress.TryParse(host[1..^1], out var six) && six.AddressFamily == AddressFamily.InterNetworkV6)
            {
                address = new DnsServerAddress(six.ToString(), port);
                return true;
            }

            error = $"'{text}' has no IPv6 address in its brackets.";
            return false;
        }

        if (!IPAddress.TryParse(host, out _) && !(DomainName.TryParse(host, out var name) && !name.IsRoot && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')))
        {
            error = $"'{text}' is neither an address nor a host name.";
            return false;
        }

        address = new DnsServerAddress(host, port);
        return true;
    }

    /// <summary>The end points; a host name is resolved by the system.</summary>
    /// <exception cref="SocketException">The system cannot resolve the host name.</exception>
    public IReadOnlyList<IPEndPoint> Resolve() =>
        IPAddress.TryParse(Host, out var address)
            ? [new IPEndPoint(address, Port)]
            : [.. System.Net.Dns.GetHostAddresses(Host).Select(a => new IPEndPoint(a, Port))];

    /// <inheritdoc />
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
