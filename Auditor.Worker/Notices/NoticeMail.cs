using System.Globalization;
using Auditor.Core.Dns;
using MimeKit;
using MimeKit.Text;

namespace Auditor.Worker.Notices;

/// <summary>A notice as a mail. Whoever answers by machine is told not to (RFC 3834 5).</summary>
public static class NoticeMail
{
    private const string Name = "Auditor";

    /// <summary>The mail.</summary>
    /// <param name="notice">What it says.</param>
    /// <param name="settings">From whom, and to whom.</param>
    /// <param name="token">The same at every try: a mail that arrives twice has one Message-ID.</param>
    /// <param name="at">Its date.</param>
    public static MimeMessage Write(Notice notice, NoticeSettings settings, string token, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(settings);
        var from = Address(settings.From, Name);
        var mail = new MimeMessage
        {
            Subject = NoticeWords.Visible(notice.Subject),
            Date = at,
            MessageId = string.Create(CultureInfo.InvariantCulture, $"auditor.{notice.Day:yyyyMMdd}.{token}@{from.Domain}"),
            Body = new MultipartAlternative { Part(TextFormat.Plain, NoticePlainText.Of(notice)), Part(TextFormat.Html, NoticeHtml.Of(notice)) },
        };
        mail.From.Add(from);
        foreach (var to in settings.To)
        {
            mail.To.Add(Address(to, string.Empty));
        }

        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        mail.Body.Headers.Add(HeaderId.ContentLanguage, notice.Language);
        return mail;
    }

    // Lines of any length and any letters pass every server so.
    private static TextPart Part(TextFormat format, string text) => new(format) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };

    // Domains go in A-labels: not every server takes SMTPUTF8.
    private static MailboxAddress Address(string text, string name)
    {
        var at = text.LastIndexOf('@');
        return new MailboxAddress(name, $"{text[..at]}@{DomainName.Parse(text[(at + 1)..]).Value}");
    }
}
