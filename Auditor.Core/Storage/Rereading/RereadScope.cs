using System.Globalization;

namespace Auditor.Core.Storage.Rereading;

/// <summary>Which stored reports are read again: one, those of a domain and of the names below it, or all.</summary>
/// <param name="ReportId">The only report; null for more.</param>
/// <param name="Domain">The domain in A-label form; null for all.</param>
public sealed record RereadScope(long? ReportId, string? Domain)
{
    private const string DomainWord = "domain ";

    /// <summary>Every stored report.</summary>
    public static RereadScope All { get; } = new(null, null);

    /// <summary>One report.</summary>
    public static RereadScope Of(long reportId) => new(reportId, null);

    /// <summary>The reports of a domain.</summary>
    public static RereadScope Of(string domain) => new(null, domain);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static RereadScope? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text == "all" ? All
            : text.StartsWith(DomainWord, StringComparison.Ordinal) && text.Length > DomainWord.Length ? Of(text[DomainWord.Length..])
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Of(id)
            : null;
    }

    /// <summary>The same for people, in the log of what they do.</summary>
    public string Subject => ReportId is { } id ? string.Create(CultureInfo.InvariantCulture, $"report {id}") : Domain is null ? "all reports" : $"reports of {Domain}";

    /// <summary>The target of a request: the id, <c>domain example.com</c> or <c>all</c>.</summary>
    public override string ToString() => ReportId?.ToString(CultureInfo.InvariantCulture) ?? (Domain is null ? "all" : DomainWord + Domain);
}
