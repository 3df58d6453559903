using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Domains;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages.Settings;

/// <summary>What was typed about a domain, read.</summary>
/// <param name="Edit">What could be read.</param>
/// <param name="Problems">What could not, one sentence each.</param>
internal sealed record DomainEditText(DomainEdit Edit, IReadOnlyList<string> Problems)
{
    private static readonly char[] Separators = [' ', ',', ';', '\t', '\r', '\n'];

    public static DomainEditText Parse(string? purpose, string? group, string? tags, string? selectors, string? addresses)
    {
        var problems = new List<string>();
        var edit = new DomainEdit
        {
            Purpose = string.IsNullOrEmpty(purpose) ? null : purpose,
            Group = string.IsNullOrWhiteSpace(group) ? null : group.Trim(),
            Tags = Split(tags, [',', ';']),
            Selectors = [.. Split(selectors, Separators).Where(s => IsSelector(s, problems))],
            SendingAddresses = [.. Split(addresses, Separators).Select(a => Address(a, problems)).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
        return new DomainEditText(edit, problems);
    }

    private static string[] Split(string? text, char[] separators) =>
        text?.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // A selector is one or more labels before ._domainkey (RFC 6376 3.1).
    private static bool IsSelector(string text, List<string> problems)
    {
        var fits = DomainName.TryParse(text, out var name) && name.Labels.All(l => l.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        if (!fits)
        {
            problems.Add(Say.It(SettingTexts.NoSelector, text));
        }

        return fits;
    }

    private static string? Address(string text, List<string> problems)
    {
        // IPAddress.TryParse takes "1" for 0.0.0.1: an IPv4 address has four numbers.
        if (IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3))
        {
            return address.ToString();
        }

        problems.Add(Say.It(SettingTexts.NoAddress, text));
        return null;
    }
}
