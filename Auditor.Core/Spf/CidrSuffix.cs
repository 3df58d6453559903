namespace Auditor.Core.Spf;

/// <summary>The dual-cidr-length at the end of <c>a</c> and <c>mx</c> (RFC 7208 12).</summary>
internal static class CidrSuffix
{
    /// <summary>
    /// Where the suffix begins; the text's length without one. A slash may also stand inside a domain-spec or a macro's
    /// delimiters, so only slashes and digits at the very end are taken.
    /// </summary>
    public static int Find(string text)
    {
        var start = text.Length;
        while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || text[start - 1] == '/'))
        {
            start--;
        }

        // Digits before the first slash belong to the domain: "a:mx1/24".
        var slash = text.IndexOf('/', start);
        return slash < 0 ? text.Length : slash;
    }

    /// <summary>Reads <c>/n</c>, <c>//n</c> or <c>/n//n</c>; the empty text is a full match.</summary>
    public static bool TryRead(string text, out DualCidr cidr)
    {
        cidr = DualCidr.Full;
        var four = 32;
        var six = 128;
        var split = text.IndexOf("//", StringComparison.Ordinal);
        var first = split < 0 ? text : text[..split];
        if (first.Length > 0 && !AddressText.TryReadNumber(first.AsSpan(1), 32, out four))
        {
            return false;
        }

        if (split >= 0 && !AddressText.TryReadNumber(text.AsSpan(split + 2), 128, out six))
        {
            return false;
        }

        cidr = new DualCidr(four, six);
        return true;
    }
}
