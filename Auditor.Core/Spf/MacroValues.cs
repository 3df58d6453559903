using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>What the macro letters stand for in one evaluation (RFC 7208 7.2).</summary>
internal sealed record MacroValues
{
    /// <summary>Longest name in octets that an expansion may give (RFC 7208 7.3).</summary>
    private const int MaxNameLength = 253;

    public required string LocalPart { get; init; }

    public required string SenderDomain { get; init; }

    /// <summary>The current domain, which includes and redirects change.</summary>
    public required string Domain { get; init; }

    /// <summary>The client, IPv4-mapped addresses already unmapped.</summary>
    public required IPAddress Address { get; init; }

    public required string Helo { get; init; }

    public required string Receiver { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The validated name of the client, or <c>unknown</c>.</summary>
    public string ValidatedName { get; init; } = "unknown";

    /// <summary>True for a text that no client can fill: no name in DNS has a local part that is not US-ASCII (RFC 8616 4).</summary>
    public bool CannotFill(MacroString text) => !System.Text.Ascii.IsValid(LocalPart) && (text.Uses('l') || text.Uses('s'));

    /// <summary>The values of a request whose domain is sound. Domains in U-labels go on in A-labels (RFC 8616 4).</summary>
    public static MacroValues From(SpfCheckRequest request, string domain)
    {
        var helo = InLetters(request.Helo ?? domain);
        var sender = string.IsNullOrEmpty(request.Sender) ? helo : request.Sender;
        var at = sender.LastIndexOf('@');
        return new MacroValues
        {
            LocalPart = at > 0 ? sender[..at] : "postmaster",
            SenderDomain = InLetters(sender[(at + 1)..]),
            Domain = domain,
            Address = request.Address.IsIPv4MappedToIPv6 ? request.Address.MapToIPv4() : request.Address,
            Helo = helo,
            Receiver = request.Receiver ?? "unknown",
            Now = request.Now,
        };
    }

    /// <summary>The text with every macro replaced.</summary>
    public string Expand(MacroString text)
    {
        var result = new StringBuilder();
        foreach (var part in text.Parts)
        {
            result.Append(part is MacroExpansion macro ? Expand(macro) : ((MacroLiteral)part).Value);
        }

        return result.ToString();
    }

    /// <summary>
    /// As <see cref="Expand(MacroString)"/>, for a name: labels are dropped from the left until DNS can carry it (RFC 7208 7.3). Empty when
    /// nothing but a dot is left.
    /// </summary>
    public string ExpandName(MacroString text)
    {
        var name = Expand(text);
        var finalDot = name.EndsWith('.') ? 1 : 0;
        while (name.Length - finalDot > MaxNameLength)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return name;
            }

            name = name[(dot + 1)..];
        }

        return name == "." ? string.Empty : name;
    }

    private static string InLetters(string domain) =>
        !System.Text.Ascii.IsValid(domain) && DomainName.TryParse(domain, out var name) ? name.Value : domain;

    private string Expand(MacroExpansion macro)
    {
        var parts = ValueOf(macro.Letter).Split(macro.Delimiters.ToCharArray());
        if (macro.Reverse)
        {
            Array.Reverse(parts);
        }

        var value = string.Join('.', macro.KeepParts < parts.Length ? parts[^macro.KeepParts.Value..] : parts);
        return macro.UrlEscape ? Uri.EscapeDataString(value) : value;
    }

    private string ValueOf(char letter) => letter switch
    {
        's' => $"{LocalPart}@{SenderDomain}",
        'l' => LocalPart,
        'o' => SenderDomain,
        'd' => Domain,
        'i' => Address.AddressFamily == AddressFamily.InterNetwork ? Address.ToString() : Nibbles(Address),
        'p' => ValidatedName,
        'v' => Address.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
        'h' => Helo,
        'c' => Address.ToString(),
        'r' => Receiver,
        't' => Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "The parser lets no other letter through."),
    };

    // Capitals as the published test data has them, though the examples of RFC 7208 7.4 are in lower case: DNS names ignore it, so it
    // only shows in explanations.
    private static string Nibbles(IPAddress address) =>
        string.Join('.', Convert.ToHexString(address.GetAddressBytes()).ToCharArray());
}
