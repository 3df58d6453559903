using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using MimeKit.Utils;

namespace Auditor.Core.Reports.Failure;

/// <summary>Makes a failure report of the fields of a message/feedback-report part (RFC 5965 3, RFC 6591 3, RFC 9991 4).</summary>
internal sealed class FeedbackReader(FieldBlock fields, RepairLog repairs, IntakeLimits limits)
{
    private readonly TextPool pool = new();

    /// <summary>The report; null when the fields name no feedback type, so that it is none.</summary>
    public FailureReport? Read()
    {
        if (Word("Feedback-Type", FailureWords.FeedbackTypes) is not { } type)
        {
            return null;
        }

        return new FailureReport
        {
            FeedbackType = type,
            UserAgent = Text("User-Agent"),
            AuthFailure = Words("Auth-Failure", FailureWords.AuthFailures),
            IdentityAlignment = Words("Identity-Alignment", FailureWords.IdentityAlignments),
            ReportedDomain = Domain(fields.First("Reported-Domain")),
            SourceIp = Address(fields.First("Source-IP")),
            Arrival = Date(fields.First("Arrival-Date") ?? fields.First("Received-Date")),
            OriginalMailFrom = fields.All("Original-Mail-From").Select(Mailbox).FirstOrDefault(),
            OriginalRcptTo = [.. fields.All("Original-Rcpt-To").Where(a => a.Length > 0).Select(Mailbox).Take(limits.MaxListItems)],
            AuthenticationResults = Lines("Authentication-Results"),
            DkimDomain = Domain(fields.First("DKIM-Domain")),
            DkimSelector = Text("DKIM-Selector"),
            DkimIdentity = Text("DKIM-Identity"),
            DeliveryResult = Word("Delivery-Result", FailureWords.DeliveryResults),
            SpfDns = Text("SPF-DNS"),
            Incidents = Incidents(fields.First("Incidents")),
        };
    }

    /// <summary>A canonical address out of a text that may go on behind it, as with the name that OpenDMARC adds in brackets; null with a note when there is none.</summary>
    public string? Address(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var first = text.Split([' ', '\t', '('], 2)[0].Trim('[', ']');
        first = first.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? first[5..] : first;
        var address = SourceAddress.Canonical(first, pool);
        if (address is null)
        {
            repairs.Add("bad-address", "the source is no IP address and was left out", null);
        }

        return address;
    }

    /// <summary>A time in Unix seconds; null with a note when it is none.</summary>
    public long? Date(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DateUtils.TryParse(text, out var date) && date.Year is > 1980 and < 2100)
        {
            return date.ToUnixTimeSeconds();
        }

        repairs.Add("bad-date", "the arrival date is no date and was left out", null);
        return null;
    }

    /// <summary>A domain: lower-case A-labels where it parses; of a full address the part behind the @.</summary>
    public static string? Domain(string? text)
    {
        var domain = text?.Split([' ', '\t', ';'], 2)[0].Trim('<', '>', '"', '.');
        domain = domain?[(domain.LastIndexOf('@') + 1)..];
        return string.IsNullOrEmpty(domain) ? null : DomainName.TryParse(domain, out var name) ? name.Value : domain.ToLowerInvariant();
    }

    private static string Mailbox(string text)
    {
        text = text.Trim();
        var inside = text.TrimStart('<').TrimEnd('>').Trim();
        return inside.Length == 0 ? "<>" : inside;
    }

    private string? Text(string name) => fields.First(name);

    private string? Lines(string name)
    {
        var lines = fields.All(name).Where(v => v.Length > 0).Take(limits.MaxListItems).ToList();
        var text = string.Join('\n', lines);
        return text.Length == 0 ? null : text.Length > MaxLinesChars ? text[..MaxLinesChars] : text;
    }

    private string? Word(string name, FrozenSet<string> known) => fields.First(name) is { } text ? Word(name, text, known) : null;

    private string Word(string name, string text, FrozenSet<string> known)
    {
        // Comments may follow (RFC 5965 3.1).
        var word = text.Split(['(', ';'], 2)[0].Trim().ToLowerInvariant();
        if (!known.Contains(word))
        {
            repairs.Add("unknown-value", $"{name} has an unknown value, which is kept as text", null);
        }

        return word.Length == 0 ? text : word;
    }

    private ImmutableArray<string> Words(string name, FrozenSet<string> known) =>
    [
        .. fields.All(name).SelectMany(v => v.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(v => Word(name, v, known)).Distinct(StringComparer.Ordinal).Take(limits.MaxListItems),
    ];

    private long Incidents(string? text)
    {
        if (text is null)
        {
            return 1;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxIncidents)
        {
            return number;
        }

        repairs.Add("bad-count", "the number of incidents is none and was taken as 1", null);
        return 1;
    }

    // What several lines of one field come to; the rest is cut.
    private const int MaxLinesChars = 16 * 1024;

    // A million messages in one report is a slip or an attack on the sums.
    private const long MaxIncidents = 1_000_000;
}
