using System.Text.RegularExpressions;

namespace Auditor.Core.Senders;

/// <summary>A pattern of the catalogue for names. Only a name that ends as the pattern does is put to the regular expression, which is made when first needed.</summary>
internal sealed class NamePattern(string pattern)
{
    // Patterns come with the product or its user, names come from DNS: the limit keeps a careless pattern from costing time.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(50);

    private readonly string ending = EndingOf(pattern);
    private readonly Lazy<Regex> regex = new(() => new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Timeout));

    /// <summary>True when the name fits; false also when finding out takes too long.</summary>
    public bool Matches(string name)
    {
        try
        {
            return name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) && regex.Value.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // The literal characters before the final $: letters, digits and hyphens, and dots that are escaped. Empty when there are none, or when an alternative
    // elsewhere in the pattern could end otherwise.
    private static string EndingOf(string pattern)
    {
        var at = pattern.Length - 1;
        if (at < 0 || pattern[at] != '$' || pattern.Contains('|', StringComparison.Ordinal))
        {
            return string.Empty;
        }

        var ending = string.Empty;
        while (at > 0 && (char.IsAsciiLetterOrDigit(pattern[at - 1]) || pattern[at - 1] is '-' or '.'))
        {
            var isEscaped = at > 1 && pattern[at - 2] == '\\';
            if (isEscaped != (pattern[at - 1] == '.'))
            {
                break;
            }

            ending = pattern[at - 1] + ending;
            at -= isEscaped ? 2 : 1;
        }

        return ending;
    }
}
