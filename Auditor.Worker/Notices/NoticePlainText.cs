using System.Globalization;
using System.Text;

namespace Auditor.Worker.Notices;

/// <summary>A notice as plain text: what the mail's first part holds, and what the preview shows.</summary>
public static class NoticePlainText
{
    /// <summary>The text, without its subject.</summary>
    public static string Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return NoticeWords.In(CultureInfo.GetCultureInfo(notice.Language), () => Write(notice));
    }

    private static string Write(Notice notice)
    {
        var text = new StringBuilder();
        if (notice.IsTest)
        {
            text.Append(NoticeTexts.TestSentence).Append("\n\n");
        }

        text.Append(notice.Verdict).Append('\n');
        if (notice.Sections.Count == 0)
        {
            text.Append('\n').Append(NoticeTexts.Nothing).Append('\n');
        }

        foreach (var section in notice.Sections)
        {
            text.Append('\n').Append(section.Title).Append('\n');
            foreach (var line in section.Lines)
            {
                text.Append("- ").Append(line.Text).Append('\n');
                foreach (var detail in line.Details)
                {
                    text.Append("    ").Append(detail).Append('\n');
                }
            }

            if (section.More is { } more)
            {
                text.Append("- ").Append(more).Append('\n');
            }
        }

        return text.Append("\n-- \n").Append(notice.Footer).Append('\n').ToString();
    }
}
