using System.Diagnostics.CodeAnalysis;
using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Reads one URI of <c>rua</c> or <c>ruf</c> (RFC 9989 4.8, RFC 3986, RFC 6068).</summary>
public static class ReportingUriParser
{
    private const string Reserved = "-._~:/?#[]@$&'()*+;=%";

    /// <summary>Reads a URI; when false, <paramref name="error"/> says in one sentence what is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ReportingUri? uri, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        uri = null;
        var (body, limit) = CutSizeLimit(text);
        error = FaultOf(body);
        if (error is not null)
        {
            return false;
        }

        var scheme = body[..body.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
        if (scheme != "mailto")
        {
            var host = Uri.TryCreate(body, UriKind.Absolute, out var parsed) && DomainName.TryParse(parsed.IdnHost, out var name) ? name : (DomainName?)null;
            uri = new ReportingUri(body, scheme, null, host, limit);
            return true;
        }

        var address = Uri.UnescapeDataString(body["mailto:".Length..].Split('?')[0]);
        var at = address.LastIndexOf('@');
        if (at <= 0 || !IsLocalPart(address.AsSpan(0, at)) || !DomainName.TryParse(address[(at + 1)..], out var destination) || !IsMailDomain(destination))
        {
            error = $"'{Shorten(text)}' has no mail address of the form local-part@domain behind 'mailto:'.";
            return false;
        }

        uri = new ReportingUri(body, scheme, address, destination, limit);
        return true;
    }

    // A quoted string may hold what a plain local part may not (RFC 5322 3.2.3, 3.4.1).
    private static bool IsLocalPart(ReadOnlySpan<char> text) => text switch
    {
        ['"', .., '"'] => text.Length > 2 && !text.ContainsAnyInRange('\0', '\x1f'),
        _ => !text.ContainsAny(Specials) && !text.ContainsAnyInRange('\0', ' '),
    };

    // An address literal has no organizational domain, so that nobody could agree to its reports.
    private static bool IsMailDomain(DomainName name) =>
        !name.IsRoot && !name.Labels[^1].All(char.IsAsciiDigit) && name.Labels.All(l => l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    // obs-dmarc-report-size = "!" 1*DIGIT [ "k" / "m" / "g" / "t" ]
    private static (string Body, string? Limit) CutSizeLimit(string text)
    {
        var bang = text.LastIndexOf('!');
        if (bang < 0)
        {
            return (text, null);
        }

        var limit = text[(bang + 1)..];
        var digits = limit.TrimEnd('k', 'm', 'g', 't', 'K', 'M', 'G', 'T');
        var isLimit = digits.Length > 0 && limit.Length - digits.Length <= 1 && digits.All(char.IsAsciiDigit);
        return isLimit ? (text[..bang], limit) : (text, null);
    }

    private static string? FaultOf(string text)
    {
        if (text.Length == 0)
        {
            return "There is nothing between two commas.";
        }

        if (text.Contains('!', StringComparison.Ordinal))
        {
            return $"'{Shorten(text)}' has an exclamation mark, which must be written as %21.";
        }

        var odd = text.FirstOrDefault(c => !char.IsAsciiLetterOrDigit(c) && !Reserved.Contains(c, StringComparison.Ordinal));
        if (odd != default)
        {
            return $"'{Shorten(text)}' has the character '{odd}', which may not stand in a URI.";
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var hasScheme = colon > 0 && char.IsAsciiLetter(text[0]) && text.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
        if (!hasScheme)
        {
            return text.Contains('@', StringComparison.Ordinal)
                ? $"'{Shorten(text)}' lacks 'mailto:' in front of the address."
                : $"'{Shorten(text)}' is no URI.";
        }

        return HasBrokenEscape(text) ? $"'{Shorten(text)}' has a percent sign without two hexadecimal digits behind it." : null;
    }

    private static readonly System.Buffers.SearchValues<char> Specials = System.Buffers.SearchValues.Create("()<>[]:;@\\,\"");

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private static bool HasBrokenEscape(string text)
    {
        for (var i = text.IndexOf('%', StringComparison.Ordinal); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shorten(string value) => value.Length <= 80 ? value : value[..77] + "...";
}
