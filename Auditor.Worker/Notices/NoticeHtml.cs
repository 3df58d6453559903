using System.Globalization;
using System.Net;
using System.Text;

namespace Auditor.Worker.Notices;

/// <summary>A notice as simple HTML, the alternative of the plain text: no pictures, no scripts, nothing that is fetched. Every text goes through the encoder.</summary>
public static class NoticeHtml
{
    private const string Faint = "color:#666";

    /// <summary>A whole document.</summary>
    public static string Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return NoticeWords.In(CultureInfo.GetCultureInfo(notice.Language), () => Write(notice));
    }

    private static string Write(Notice notice)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"").Append(Encode(notice.Language)).Append("\"><head><meta charset=\"utf-8\"><title>").Append(Encode(notice.Subject))
            .Append("</title></head>\n<body style=\"font-family:sans-serif;font-size:15px;line-height:1.45;max-width:44em\">\n");
        if (notice.IsTest)
        {
            html.Append("<p>").Append(Encode(NoticeTexts.TestSentence)).Append("</p>\n");
        }

        html.Append("<p><strong>").Append(Encode(notice.Verdict)).Append("</strong></p>\n");
        if (notice.Sections.Count == 0)
        {
            html.Append("<p>").Append(Encode(NoticeTexts.Nothing)).Append("</p>\n");
        }

        foreach (var section in notice.Sections)
        {
            html.Append("<h2 style=\"font-size:16px;margin:1.2em 0 .3em\">").Append(Encode(section.Title)).Append("</h2>\n<ul style=\"margin:0;padding-left:1.2em\">\n");
            foreach (var line in section.Lines)
            {
                html.Append("<li>");
                Link(html, notice, line);
                foreach (var detail in line.Details)
                {
                    html.Append("<br><span style=\"").Append(Faint).Append("\">").Append(Encode(detail)).Append("</span>");
                }

                html.Append("</li>\n");
            }

            if (section.More is { } more)
            {
                html.Append("<li>").Append(Encode(more)).Append("</li>\n");
            }

            html.Append("</ul>\n");
        }

        return html.Append("<p style=\"margin-top:1.5em;").Append(Faint).Append("\">").Append(Encode(notice.Footer)).Append("</p>\n</body></html>\n").ToString();
    }

    private static void Link(StringBuilder html, Notice notice, NoticeLine line)
    {
        if (notice.Address is null || line.Domain is null)
        {
            html.Append(Encode(line.Text));
            return;
        }

        html.Append("<a href=\"").Append(Encode($"{notice.Address}/domains/{Uri.EscapeDataString(line.Domain)}")).Append("\">").Append(Encode(line.Text)).Append("</a>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
