using System.Xml;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>Judges how the text of a report ended.</summary>
internal static class ReportEnd
{
    /// <summary>Exceptions that the content causes; all others are our own fault and go on.</summary>
    public static bool IsOfContent(Exception error) =>
        error is XmlException or InvalidDataException or IntakeException or RefusedReportException;

    /// <summary>The report's end tag was reached; what follows is looked at, since a second report must not be lost.</summary>
    public static PartCompletion Closed(XmlCursor cursor, int rowCount)
    {
        try
        {
            while (cursor.MoveToElement())
            {
                if (cursor.Element == ReportElement.Feedback)
                {
                    return Refused(cursor, new Refusal(
                        IntakeReason.SeveralReports, "The text holds more than one report.", cursor.Line));
                }
            }
        }
        catch (XmlException error)
        {
            cursor.Repairs.Add("trailing-junk", "what follows the report is ill-formed and was passed over", error.LineNumber);
        }

        return new PartCompletion
        {
            Outcome = rowCount > 0 ? ParseOutcome.Parsed : ParseOutcome.Empty,
            Repairs = cursor.Repairs.ToArray(),
            ContentHash = cursor.Content.FinishHash(),
        };
    }

    /// <summary>The report is quarantined.</summary>
    public static PartCompletion Refused(XmlCursor cursor, Refusal refusal) => new()
    {
        Outcome = ParseOutcome.Quarantined,
        ReasonCode = refusal.Code,
        Reason = refusal.Reason,
        Line = refusal.Line,
        Repairs = cursor.Repairs.ToArray(),
        ContentHash = HashOfRest(cursor),
    };

    /// <summary>Reading failed.</summary>
    public static PartCompletion Failed(XmlCursor cursor, Exception error, bool provesNoRows)
    {
        var refused = Refused(cursor, ToRefusal(cursor, error));
        return provesNoRows ? refused with { Outcome = ParseOutcome.Empty } : refused;
    }

    /// <summary>
    /// True when the text itself ends after the end tag of a direct child of the report, with nothing behind it but white space or an end tag:
    /// then no row was ever there. A container that broke off proves nothing.
    /// </summary>
    public static bool ProvesNoRows(XmlCursor cursor, Exception error, int feedbackDepth)
    {
        if (error is not XmlException || !IsEndOfText(cursor, error) || cursor.Content.IsCutShort || cursor.EndedDepth != feedbackDepth + 1)
        {
            return false;
        }

        var tail = cursor.Content.Tail;
        var rest = tail[(tail.LastIndexOf('>') + 1)..];
        return rest.IsWhiteSpace() || rest.TrimStart().StartsWith("</");
    }

    private static Refusal ToRefusal(XmlCursor cursor, Exception error) => error switch
    {
        RefusedReportException refused => refused.Refusal,
        IntakeException intake => new Refusal(intake.Code, intake.Message, null),
        InvalidDataException => new Refusal(IntakeReason.ArchiveDamaged, "The compressed data is damaged.", null),
        XmlException xml when xml.Message.Contains("DTD", StringComparison.Ordinal) =>
            new Refusal(IntakeReason.DtdProhibited, "The text has a document type declaration, which a report never needs.", xml.LineNumber),
        XmlException xml when IsEndOfText(cursor, xml) && cursor.Content.IsCutShort =>
            new Refusal(IntakeReason.ArchiveTruncated, "The archive breaks off before the report ends.", xml.LineNumber),
        XmlException xml when IsEndOfText(cursor, xml) =>
            new Refusal(IntakeReason.XmlTruncated, "The text breaks off before the report ends.", xml.LineNumber),
        XmlException xml => new Refusal(IntakeReason.XmlIllFormed, $"The XML is ill-formed: {xml.Message}", xml.LineNumber),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "Not an exception of the content."),
    };

    // The messages are those of the framework in the only language it has.
    private static bool IsEndOfText(XmlCursor cursor, Exception error) =>
        cursor.Content.EndReached
        && (error.Message.StartsWith("Unexpected end of file", StringComparison.Ordinal)
            || error.Message.StartsWith("There is an unclosed literal string", StringComparison.Ordinal)
            || error.Message.StartsWith("Root element is missing", StringComparison.Ordinal));

    private static string? HashOfRest(XmlCursor cursor)
    {
        try
        {
            return cursor.Content.FinishHash();
        }
        catch (Exception error) when (error is InvalidDataException or IntakeException)
        {
            // The reason given above stands; there is just no hash of bytes that cannot be read.
            return null;
        }
    }
}
