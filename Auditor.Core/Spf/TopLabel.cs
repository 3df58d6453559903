namespace Auditor.Core.Spf;

/// <summary>The end of a domain-spec: <c>.toplabel[.]</c> or a macro (RFC 7208 7.1).</summary>
internal static class TopLabel
{
    /// <summary>True when the domain-spec ends as the grammar wants it.</summary>
    public static bool Ends(MacroString domainSpec)
    {
        var text = domainSpec.Text;
        if (domainSpec.Parts.Length > 0 && domainSpec.Parts[^1] is MacroExpansion)
        {
            return true;
        }

        // "%%", "%_" and "%-" are macro-expands of the grammar as well, and read as literals. A literal percent sign
        // is always part of one of them.
        if (text.Length >= 2 && EndsWithEscape(text))
        {
            return true;
        }

        var end = text.EndsWith('.') ? text.Length - 1 : text.Length;
        var dot = end > 0 ? text.LastIndexOf('.', end - 1) : -1;
        return dot >= 0 && IsTopLabel(text.AsSpan(dot + 1, end - dot - 1));
    }

    /// <summary>Letters, digits and inner hyphens, not digits only.</summary>
    public static bool IsTopLabel(ReadOnlySpan<char> label)
    {
        if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        var digitsOnly = true;
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }

            digitsOnly &= char.IsAsciiDigit(c);
        }

        return !digitsOnly;
    }

    private static bool EndsWithEscape(string text)
    {
        if (text[^1] is not ('%' or '_' or '-'))
        {
            return false;
        }

        var percents = 0;
        for (var i = text.Length - 2; i >= 0 && text[i] == '%'; i--)
        {
            percents++;
        }

        // "%_" is an escape when the run of percent signs before it is odd; "%%" ends on the second of a pair.
        return percents % 2 == 1;
    }
}
