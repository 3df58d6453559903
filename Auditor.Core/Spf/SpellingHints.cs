namespace Auditor.Core.Spf;

/// <summary>Sentences for the mistakes that owners really make.</summary>
internal static class SpellingHints
{
    /// <summary>For a mechanism that RFC 7208 does not know.</summary>
    public static string ForUnknownMechanism(string name, string rest, IReadOnlyList<string> known)
    {
        if (name is "redirect" or "exp")
        {
            return $"'{name}' is a modifier: write '{name}={rest.TrimStart(':')}'.";
        }

        if (name.Length == 0)
        {
            return "The name of the mechanism is missing.";
        }

        if (name is "ipv4" or "ip" or "ipv6")
        {
            return $"'{name}' is no mechanism: write 'ip{(name == "ipv6" ? 6 : 4)}'.";
        }

        if (name.All(c => char.IsAsciiDigit(c) || c == '.'))
        {
            return $"An address needs its mechanism in front: 'ip4:{name}'.";
        }

        var nearest = known.FirstOrDefault(k => k.Length > 3 && IsNear(name, k));
        return nearest is null
            ? $"'{Shorten(name)}' is no mechanism of SPF (RFC 7208 5)."
            : $"'{Shorten(name)}' is no mechanism of SPF; '{nearest}' is probably meant.";
    }

    /// <summary>For an argument of <c>ip4</c> or <c>ip6</c> that is no address.</summary>
    public static string ForAddress(string text, bool ip4)
    {
        if (text.Length == 0)
        {
            return "The address is missing.";
        }

        if (ip4 && AddressText.TryReadIp6(text, out _))
        {
            return "This is an IPv6 address: write 'ip6:'.";
        }

        if (!ip4 && AddressText.TryReadIp4(text, out _))
        {
            return "This is an IPv4 address: write 'ip4:'.";
        }

        return ip4
            ? $"'{Shorten(text)}' is no IPv4 address of four numbers from 0 to 255."
            : $"'{Shorten(text)}' is no IPv6 address.";
    }

    /// <summary>For a domain-spec that does not end in a top-level label.</summary>
    public static string ForDomainEnd(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return $"'{Shorten(text)}' does not end in a domain; this mechanism may take no prefix length, or the prefix length is wrong.";
        }

        return AddressText.TryReadIp4(text, out _)
            ? $"'{text}' is an address; write 'ip4:{text}'."
            : $"'{Shorten(text)}' is no full domain name: it must end in a dot and a top-level label, or in a macro (RFC 7208 7.1).";
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");

    // One wrong, missing or added letter, or two neighbours swapped.
    private static bool IsNear(string name, string known)
    {
        if (name.Length == known.Length)
        {
            var differing = Enumerable.Range(0, name.Length).Where(i => name[i] != known[i]).ToArray();
            return differing.Length == 1
                || (differing.Length == 2 && differing[1] == differing[0] + 1
                    && name[differing[0]] == known[differing[1]] && name[differing[1]] == known[differing[0]]);
        }

        var (shorter, longer) = name.Length < known.Length ? (name, known) : (known, name);
        return longer.Length - shorter.Length == 1
            && Enumerable.Range(0, longer.Length).Any(i => longer.Remove(i, 1) == shorter);
    }
}
