using Auditor.Core.Dns;

namespace Auditor.Core.Fetching;

/// <summary>An address that may be fetched: a host name, a path, nothing else.</summary>
/// <param name="Host">The host, in A-labels.</param>
/// <param name="PathAndQuery">The path with its query, escaped.</param>
public sealed record HttpsAddress(DomainName Host, string PathAndQuery)
{
    /// <summary>Longest address in characters; published ones have under two hundred.</summary>
    public const int MaxLength = 2000;

    /// <summary>Reads an address. The answer says why it may not be fetched; it is null when it may.</summary>
    public static HttpsAnswer? Refusal(string text, out HttpsAddress address)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = new HttpsAddress(DomainName.Root, "/");
        if (text.Length > MaxLength || text.Any(c => c is <= ' ' or '\\' or '\x7f') || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
        {
            return Refuse(text, HttpsStatus.NotHttps, "This is no https: address.");
        }

        if (uri.UserInfo.Length > 0)
        {
            return Refuse(text, HttpsStatus.NotHttps, "The address holds a user name or a password.");
        }

        if (!uri.IsDefaultPort)
        {
            return Refuse(text, HttpsStatus.NotHttps, $"The address asks for port {uri.Port}; only 443 is fetched.");
        }

        if (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return Refuse(text, HttpsStatus.AddressRefused, "The host is an IP address; a name is needed.");
        }

        if (!DomainName.TryParse(uri.IdnHost, out var host) || !host.IsHostName)
        {
            return Refuse(text, HttpsStatus.NotHttps, "The host is no fully qualified name.");
        }

        address = new HttpsAddress(host, uri.PathAndQuery);
        return null;
    }

    private static HttpsAnswer Refuse(string text, HttpsStatus status, string why) => new(text, status) { Error = why };
}
