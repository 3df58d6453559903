using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>
/// Organizational domains of reporters, by the public suffix list: the DNS Tree Walk (RFC 9989 4.10) would ask up to eight questions a name, and who sends
/// a report must be told while DNS is down, too.
/// </summary>
internal static class Organization
{
    /// <summary>The organizational domain of a domain; null when the text is no host name.</summary>
    public static string? Of(string? domain) =>
        DomainName.TryParse(domain?.Trim(), out var name) && name.IsHostName ? (PublicSuffixList.Default.RegistrableDomain(name) ?? name).Value : null;

    /// <summary>That of an address as reports write it: <c>a@b.example</c>, with or without brackets or a name.</summary>
    public static string? OfAddress(string? address)
    {
        if (address is null)
        {
            return null;
        }

        var at = address.LastIndexOf('@');
        return at < 0 ? null : Of(address[(at + 1)..].Trim().TrimEnd('>', '.', ';', ',', ' '));
    }
}
