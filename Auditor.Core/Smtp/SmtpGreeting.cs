namespace Auditor.Core.Smtp;

/// <summary>Reads the greeting: <c>"220 " (Domain / address-literal) [ SP textstring ] CRLF</c> (RFC 5321 4.2).</summary>
public static class SmtpGreeting
{
    private const int CodeLength = 3;

    /// <summary>The first word behind the code of the first line; null when the line is no greeting or has no word.</summary>
    public static string? WordOf(string? banner)
    {
        if (CodeOf(banner) is null)
        {
            return null;
        }

        var line = banner!.Split('\n', 2)[0];
        var word = line.Length > CodeLength ? line[(CodeLength + 1)..].Split(' ', 2)[0].Trim() : string.Empty;
        return word.Length == 0 ? null : word;
    }

    /// <summary>The reply code of the first line; null when it has none.</summary>
    public static int? CodeOf(string? banner) =>
        banner is { Length: >= CodeLength } && banner.AsSpan(0, CodeLength).IndexOfAnyExceptInRange('0', '9') < 0
            && (banner.Length == CodeLength || banner[CodeLength] is ' ' or '-' or '\n')
            ? int.Parse(banner.AsSpan(0, CodeLength), System.Globalization.CultureInfo.InvariantCulture)
            : null;
}
