using Auditor.Core.Dns;
using MimeKit;

namespace Auditor.Core.Reports.Failure;

/// <summary>What the text of a header field names.</summary>
public static class MailText
{
    /// <summary>Domain of the first address in a From field, lower-case A-labels; null when there is none.</summary>
    public static string? FromDomain(string? from)
    {
        if (from is null)
        {
            return null;
        }

        var address = InternetAddressList.TryParse(from, out var list) ? list.Mailboxes.FirstOrDefault()?.Address : null;
        address ??= from;
        var at = address.LastIndexOf('@');
        var domain = at < 0 ? "" : address[(at + 1)..].Trim('>', ' ', '"', '.');
        return DomainName.TryParse(domain, out var name) && !name.IsRoot ? name.Value : null;
    }
}
