namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>Texts without quotes, which a name server reads otherwise than their writer meant: spaces part strings, and a semicolon begins a comment.</summary>
internal static class UnquotedText
{
    /// <summary>A warning for the data of a TXT or SPF record; null when nothing is odd.</summary>
    public static string? Warn(string type, IReadOnlyList<ZoneToken> data, string? trailingComment)
    {
        if (type is not ("TXT" or "SPF") || data.Count == 0 || data[0].Quoted || !data[0].Raw.Contains('=', StringComparison.Ordinal))
        {
            return null;
        }

        if (trailingComment?.Contains('=', StringComparison.Ordinal) == true && !data[^1].Quoted)
        {
            return $"The text ends at '{data[^1].Raw}': outside quotes a semicolon begins a comment. Put the whole text in quotes.";
        }

        return data.Count > 1 && !data[1].Quoted
            ? $"Outside quotes '{data[0].Raw}' and each word behind it are strings of their own, which are joined without a space. Put the whole text in quotes."
            : null;
    }
}
