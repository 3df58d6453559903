namespace Auditor.Core.Dmarc;

/// <summary>Rewrites report addresses whose fault is plain: a missing or misspelt <c>mailto:</c>.</summary>
internal static class MendedAddresses
{
    /// <summary>The list of <c>rua</c> or <c>ruf</c> with every address mended that can be; the others are left out.</summary>
    public static string Mend(string value)
    {
        var addresses = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(text => MendOne(text) is { } one ? [one] : text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(MendOne).OfType<string>());
        return string.Join(',', addresses.Distinct(StringComparer.Ordinal));
    }

    private static string? MendOne(string text)
    {
        if (ReportingUriParser.TryParse(text, out var sound, out _))
        {
            return sound.Uri;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOfAny([':', '/', ' '], Math.Max(at, 0));
        var address = at < 0 ? text : text[(colon + 1)..].TrimEnd('!', '.', ' ');
        return ReportingUriParser.TryParse("mailto:" + address, out var mended, out _) ? mended.Uri : null;
    }
}
