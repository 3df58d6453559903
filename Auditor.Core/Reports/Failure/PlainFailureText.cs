using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Failure;

/// <summary>Recognises failure reports in plain words: the form of Exim sites, which name fields, and that of filters which say it in a sentence.</summary>
internal static partial class PlainFailureText
{
    // One is usual, a few are common.
    private const int MaxResults = 16;

    // Whoever reports puts the facts first; the copy of a header follows.
    private const int MaxChars = 16 * 1024;

    /// <summary>The report; null when the text is none.</summary>
    public static FailureReport? Read(ReadOnlySpan<byte> content, RepairLog repairs, IntakeLimits limits)
    {
        var text = Encoding.UTF8.GetString(content[..Math.Min(content.Length, MaxChars)]);
        var (facts, copy) = Divide(text);
        return Fields(facts, copy, repairs, limits) ?? Sentence(facts, repairs, limits);
    }

    /// <summary>Whether the text says that a mail is such a report, without all that it takes to read it.</summary>
    public static bool Announces(ReadOnlySpan<byte> content) =>
        AnnouncementPattern().IsMatch(Encoding.UTF8.GetString(content[..Math.Min(content.Length, MaxChars)]));

    private static FailureReport? Fields(string facts, string copy, RepairLog repairs, IntakeLimits limits)
    {
        var named = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match field in FieldPattern().Matches(facts))
        {
            named.TryAdd(field.Groups["name"].Value, field.Groups["value"].Value.Trim());
        }

        if (!named.TryGetValue("Sender Domain", out var domain) || !named.TryGetValue("Sender IP Address", out var source)
            || !(named.ContainsKey("SPF Alignment") || named.ContainsKey("DKIM Alignment") || named.ContainsKey("DMARC Results")))
        {
            return null;
        }

        repairs.Add("plain-text", "the report was read from plain words; it has no message/feedback-report part", null);
        var header = FieldBlock.Read(Encoding.UTF8.GetBytes(copy), limits.MaxTextChars);
        var reader = new FeedbackReader(header, repairs, limits);
        return new FailureReport
        {
            FeedbackType = FailureWords.AuthFailure,
            IsPlainText = true,
            AuthFailure = ["dmarc"],
            IdentityAlignment = Alignment(named),
            ReportedDomain = FeedbackReader.Domain(domain),
            SourceIp = reader.Address(source),
            Arrival = reader.Date(named.GetValueOrDefault("Received date")),
            AuthenticationResults = Joined(header.All("Authentication-Results")),
            HeaderFromDomain = FromDomain(header.First("From")),
            Subject = header.First("Subject"),
        };
    }

    private static FailureReport? Sentence(string facts, RepairLog repairs, IntakeLimits limits)
    {
        var sentence = SentencePattern().Match(facts);
        if (!sentence.Success)
        {
            return null;
        }

        repairs.Add("plain-text", "the report was read from plain words; it has no message/feedback-report part", null);
        var reader = new FeedbackReader(FieldBlock.Read(default, limits.MaxTextChars), repairs, limits);
        var isFailure = facts.Contains("authentication", StringComparison.OrdinalIgnoreCase) || facts.Contains("dmarc", StringComparison.OrdinalIgnoreCase);
        return new FailureReport
        {
            FeedbackType = isFailure ? FailureWords.AuthFailure : "abuse",
            IsPlainText = true,
            AuthFailure = isFailure && facts.Contains("dmarc", StringComparison.OrdinalIgnoreCase) ? ["dmarc"] : [],
            SourceIp = reader.Address(sentence.Groups["ip"].Value),
            Arrival = reader.Date(sentence.Groups["date"].Value.Trim().TrimEnd('.')),
        };
    }

    private static ImmutableArray<string> Alignment(Dictionary<string, string> named)
    {
        var failed = ImmutableArray.CreateBuilder<string>();
        foreach (var mechanism in (string[])["dkim", "spf"])
        {
            if (named.GetValueOrDefault($"{mechanism} Alignment")?.StartsWith("no", StringComparison.OrdinalIgnoreCase) == true)
            {
                failed.Add(mechanism);
            }
        }

        return failed.Count > 0 ? failed.ToImmutable() : named.ContainsKey("SPF Alignment") && named.ContainsKey("DKIM Alignment") ? ["none"] : [];
    }

    private static string? FromDomain(string? from) => from is null ? null : MailText.FromDomain(from);

    private static string? Joined(IEnumerable<string> values)
    {
        var text = string.Join('\n', values.Take(MaxResults));
        return text.Length == 0 ? null : text;
    }

    // Exim's reporter copies the header behind a line of dashes.
    private static (string Facts, string Copy) Divide(string text)
    {
        var line = CopyPattern().Match(text);
        return line.Success ? (text[..line.Index], text[(line.Index + line.Length)..]) : (text, "");
    }

    [GeneratedRegex(@"^[ \t]*(?<name>[A-Za-z][A-Za-z \t]{2,40}):[ \t]+(?<value>[^\r\n]{1,500})\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex FieldPattern();

    [GeneratedRegex(@"report[ \t\r\n]+for[ \t\r\n]+an[ \t\r\n]+email[ \t\r\n]+message[ \t\r\n]+received[ \t\r\n]+from[ \t\r\n]+IP[ \t\r\n]+(?<ip>[0-9A-Fa-f.:]{3,45})[ \t\r\n]+on[ \t\r\n]+(?<date>[^\r\n]{10,60})", RegexOptions.ExplicitCapture)]
    private static partial Regex SentencePattern();

    [GeneratedRegex(@"claiming to be from you has failed the published DMARC policy|(authentication.failure|email abuse)[ \t\r\n]+report[ \t\r\n]+for[ \t\r\n]+an[ \t\r\n]+email[ \t\r\n]+message", RegexOptions.ExplicitCapture)]
    private static partial Regex AnnouncementPattern();

    [GeneratedRegex(@"^-{3,}[^\r\n]{0,200}(copy of the|headers)[^\r\n]{0,200}\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CopyPattern();
}
