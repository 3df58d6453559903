using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>A destination of TLS reports: <c>mailto:</c> or <c>https:</c> (RFC 8460 3, RFC 3986).</summary>
internal static class ReportUri
{
    // What RFC 3986 lets stand in a URI, less the comma and the exclamation mark, which must be escaped here (RFC 8460 3).
    private const string Marks = "-._~:/?#[]@$&'()*+;=%";

    /// <summary>True for a URI that senders use; what is wrong otherwise is noted.</summary>
    public static bool Check(string text, RecordProblems problems)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !text.All(c => char.IsAsciiLetterOrDigit(c) || Marks.Contains(c, StringComparison.Ordinal)) || !text[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') || HasLoosePercent(text))
        {
            problems.Error("invalid-uri", $"'{text}' is no URI; an address is written 'mailto:reports@example.com'.");
            return false;
        }

        var rest = text[(colon + 1)..];
        switch (text[..colon].ToLowerInvariant())
        {
            case "mailto" when rest.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < rest.Length - 1:
                return true;
            case "https" when Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Host.Length > 0:
                return true;
            case "mailto" or "https":
                problems.Error("invalid-uri", $"'{text}' names no mailbox or host.");
                return false;
            default:
                problems.Note("unsupported-scheme", $"'{text}' is neither a mailto: nor an https: URI; senders skip it.");
                return false;
        }
    }

    private static bool HasLoosePercent(string text)
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
}
