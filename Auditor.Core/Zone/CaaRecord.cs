using System.Globalization;
using Auditor.Core.Dns;

namespace Auditor.Core.Zone;

/// <summary>One CAA record (RFC 8659 4.1).</summary>
/// <param name="Flags">0 to 255; 128 is "critical".</param>
/// <param name="Tag">The property's name in lower case.</param>
/// <param name="Value">Its value without quotes.</param>
/// <param name="Problem">What is wrong with it, as a sentence; null when nothing is.</param>
public sealed record CaaRecord(int Flags, string Tag, string Value, string? Problem)
{
    private const int CriticalBit = 128;

    // RFC 8659 4.2 to 4.4, RFC 9495 (issuemail), the CA/Browser Forum's contact tags, and issuevmc of the mark certificates.
    private static readonly string[] IssueTags = ["issue", "issuewild", "issuemail", "issuevmc"];
    private static readonly string[] OtherTags = ["iodef", "contactemail", "contactphone"];

    public bool IsCritical => (Flags & CriticalBit) != 0;

    /// <summary>True when no authority may be expected to know the property.</summary>
    public bool IsUnknownTag => !IssueTags.Contains(Tag) && !OtherTags.Contains(Tag);

    /// <summary>The authority that may issue; null for "none may", and for properties of another kind.</summary>
    public string? Issuer => IssueTags.Contains(Tag) && Problem is null && Value.Split(';')[0].Trim() is { Length: > 0 } issuer ? issuer.ToLowerInvariant() : null;

    /// <summary>Reads the data in master-file form: <c>0 issue "ca.example"</c>.</summary>
    public static CaaRecord Parse(string data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var parts = data.Split(' ', 3);
        var tag = parts.Length > 1 ? parts[1].ToLowerInvariant() : string.Empty;
        var value = parts.Length > 2 ? parts[2] : string.Empty;
        value = value is ['"', .., '"'] ? value[1..^1] : value;
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var flags) && flags <= byte.MaxValue
            ? new CaaRecord(flags, tag, value, ProblemOf(tag, value))
            : new CaaRecord(0, tag, value, $"'{parts[0]}' is no flag from 0 to 255.");
    }

    private static string? ProblemOf(string tag, string value)
    {
        if (tag.Length == 0 || !tag.All(char.IsAsciiLetterOrDigit))
        {
            return $"'{tag}' is no property name: letters and digits only.";
        }

        if (IssueTags.Contains(tag))
        {
            return IssueProblem(value);
        }

        return tag == "iodef" && !IsReportUrl(value) ? $"'{value}' is neither a mailto: nor an http(s): address." : null;
    }

    // issuer-value = *WSP [issuer-domain-name *WSP] [";" *WSP [parameters *WSP]], RFC 8659 4.2.
    private static string? IssueProblem(string value)
    {
        var parts = value.Split(';', 2);
        var issuer = parts[0].Trim(' ', '\t');
        if (issuer.Length > 0 && !(DomainName.TryParse(issuer, out var name) && name.Labels.All(IsIssuerLabel)))
        {
            return $"'{issuer}' is no domain name of an authority.";
        }

        var parameters = parts.Length > 1 ? parts[1].Split(';').Select(p => p.Trim(' ', '\t')).ToList() : [];
        return parameters.Where((p, i) => p.Length > 0 || i < parameters.Count - 1).FirstOrDefault(p => !IsParameter(p)) is { } wrong
            ? $"'{wrong}' is no parameter of the form name=value."
            : null;
    }

    private static bool IsIssuerLabel(string label) =>
        label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';

    private static bool IsParameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text[..equals].TrimEnd() is var name && name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && text[(equals + 1)..].Trim().All(c => c is >= '!' and <= '~' and not ';');
    }

    private static bool IsReportUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme is "mailto" or "http" or "https");
}
