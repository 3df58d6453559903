using System.Diagnostics.CodeAnalysis;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>A mail address that aggregate reports shall be sent to.</summary>
/// <param name="Address">The address as people write it.</param>
/// <param name="Uri">The same as <c>rua</c> wants it: a mailto URI with the characters encoded that mean something there (RFC 6068 2, RFC 9989 4.8).</param>
/// <param name="Host">Its domain.</param>
public sealed record ReportingAddress(string Address, string Uri, DomainName Host)
{
    /// <summary>What may stand in a URI of <c>rua</c> as it is; a comma, an exclamation mark, a semicolon and a percent sign may not.</summary>
    private const string Plain = "-._~+=";

    /// <summary>The longest local part (RFC 5321 4.5.3.1.1).</summary>
    private const int MostLocal = 64;

    /// <summary>Reads an address; when false, <paramref name="error"/> says in one sentence what is wrong.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReportingAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        var trimmed = (text ?? string.Empty).Trim();
        var at = trimmed.LastIndexOf('@');
        if (at is <= 0 or > MostLocal || !DomainName.TryParse(trimmed[(at + 1)..], out var host) || host.Labels.Count < 2)
        {
            error = $"'{Shorten(trimmed)}' is no mail address of the form local-part@domain.";
            return false;
        }

        var uri = $"mailto:{Encode(trimmed[..at])}@{host.Value}";
        if (!ReportingUriParser.TryParse(uri, out var parsed, out error))
        {
            return false;
        }

        address = new ReportingAddress($"{trimmed[..at]}@{host.Value}", uri, parsed.Host!.Value);
        return true;
    }

    /// <summary>Whether a destination of a record is this address; the local part counts as written, the domain in any case.</summary>
    public bool Is(ReportingUri destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return destination is { IsMailto: true, Address: { } other } && destination.Host == Host
            && string.Equals(other[..other.LastIndexOf('@')], Address[..Address.LastIndexOf('@')], StringComparison.Ordinal);
    }

    private static string Encode(string local) =>
        string.Concat(local.Select(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal) ? c.ToString() : System.Uri.EscapeDataString(c.ToString())));

    private static string Shorten(string value) => value.Length <= 80 ? value : value[..77] + "...";
}
