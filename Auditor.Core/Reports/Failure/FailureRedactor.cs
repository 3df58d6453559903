using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Auditor.Core.Reports.Failure;

/// <summary>
/// Takes people out of a failure report (RFC 9991 7, RFC 6590): local parts become a keyed hash, so that the same mailbox can be told again but not be
/// named, and subjects are dropped. Domains and addresses of servers stay.
/// </summary>
/// <param name="key">Secret of the installation, or of one run; whoever has it can test names.</param>
public sealed partial class FailureRedactor(ReadOnlyMemory<byte> key)
{
    /// <summary>Bytes of a good key.</summary>
    public const int KeyBytes = 32;

    private const int HashChars = 16;

    // What ends a local part to the left, if it is not quoted (RFC 5322 3.2.3); "=" and "/" are allowed in one.
    private const string Delimiters = " \t\r\n<>()[],;:\\\"'";


    /// <summary>The report without people.</summary>
    public FailureReport Redact(FailureReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return report with
        {
            Subject = null,
            OriginalMailFrom = Address(report.OriginalMailFrom),
            OriginalRcptTo = [.. report.OriginalRcptTo.Select(a => Address(a)!)],
            AuthenticationResults = Text(report.AuthenticationResults),
            DkimIdentity = Text(report.DkimIdentity),
            DkimSelector = Text(report.DkimSelector),
            DkimDomain = Text(report.DkimDomain),
            SpfDns = Text(report.SpfDns),
            UserAgent = Text(report.UserAgent),
            DeliveryResult = Text(report.DeliveryResult),
            ReportedDomain = Text(report.ReportedDomain),
            HeaderFromDomain = Text(report.HeaderFromDomain),
            AuthFailure = [.. report.AuthFailure.Select(t => Text(t)!)],
            IdentityAlignment = [.. report.IdentityAlignment.Select(t => Text(t)!)],
        };
    }

    /// <summary>An envelope address; without an @ all of it counts as a local part.</summary>
    public string? Address(string? address)
    {
        if (string.IsNullOrEmpty(address) || address == "<>")
        {
            return address;
        }

        var at = address.LastIndexOf('@');
        return at < 0 ? Hash(address) : at == 0 ? address.ToLowerInvariant() : $"{Hash(address[..at])}@{address[(at + 1)..].ToLowerInvariant()}";
    }

    /// <summary>A text with every local part in it replaced; a property such as <c>smtp.mailfrom=</c> before one stays.</summary>
    public string? Text(string? text)
    {
        if (text is null || !text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        text = QuotedPattern().Replace(text, quoted => Hash(quoted.Value[..^1]) + "@");
        var redacted = new StringBuilder(text.Length + HashChars);
        var done = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var begin = LocalPartBegin(text, done, at);
            if (begin < at && !IsHash(text.AsSpan(begin, at - begin)))
            {
                redacted.Append(text, done, begin - done).Append(Hash(text[begin..at]));
                done = at;
            }
        }

        return redacted.Append(text, done, text.Length - done).ToString();
    }

    private static int LocalPartBegin(string text, int done, int at)
    {
        var begin = at;
        while (begin > done && !Delimiters.Contains(text[begin - 1], StringComparison.Ordinal))
        {
            begin--;
        }

        // RFC 8601 2.2: ptype "." property "=".
        var equals = text.IndexOf('=', begin, at - begin);
        return equals >= 0 && IsProperty(text.AsSpan(begin, equals - begin)) ? equals + 1 : begin;
    }

    private static bool IsProperty(ReadOnlySpan<char> text)
    {
        foreach (var ptype in (ReadOnlySpan<string>)["smtp.", "header.", "policy.", "body.", "envelope-", "i", "identity", "sender", "from", "x-sender"])
        {
            if (text.StartsWith(ptype, StringComparison.OrdinalIgnoreCase) && (ptype[^1] is '.' or '-' || text.Length == ptype.Length)
                && text.IndexOfAnyExcept(PropertyLetters) < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static readonly System.Buffers.SearchValues<char> PropertyLetters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    private static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length == HashChars + 1 && text[0] == '~' && text[1..].IndexOfAnyExcept(HexDigits) < 0;

    // RFC 5321 4.1.2, Quoted-string before an @.
    [GeneratedRegex("\"([^\"\\\\]|\\\\.){0,320}\"@", RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedPattern();

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    private string Hash(string localPart)
    {
        var text = Encoding.UTF8.GetBytes(localPart.Trim('"').ToLowerInvariant());
        return "~" + Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, text))[..HashChars];
    }
}
