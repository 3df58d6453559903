using System.Diagnostics.CodeAnalysis;
using System.Xml;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Aggregate;

/// <summary>What an XML text turned out to be: a report to read, or an end that is known at once.</summary>
internal sealed record OpenedText(ReportKind Kind, AggregateXmlReader? Reader, PartCompletion? Completed);

/// <summary>
/// Streams an aggregate report (RFC 9990 3.1, RFC 7489 appendix C) out of its XML: any namespace or none, any order of elements, values kept
/// as written where they are odd. Ill-formed text is a value, never an exception.
/// </summary>
internal sealed class AggregateXmlReader : AggregateReader, IDisposable
{
    private readonly XmlCursor cursor;
    private readonly IntakeLimits limits;
    private readonly RecordReader records;
    private readonly Queue<ReportRow> rows = new();
    private readonly int feedbackDepth;
    private bool isAtRecord = true;
    private PartCompletion? completion;
    private int rowCount;
    private long messageCount;

    private AggregateXmlReader(XmlCursor cursor, IntakeLimits limits, AggregateReport header, int feedbackDepth, PartCompletion? completion)
    {
        this.completion = completion;
        this.cursor = cursor;
        this.limits = limits;
        this.feedbackDepth = feedbackDepth;
        Header = header;
        records = new RecordReader(cursor, limits);
    }

    public override AggregateReport Header { get; }

    public override int RowCount => rowCount;

    public override long MessageCount => messageCount;

    public override PartCompletion Completion => completion ?? throw new InvalidOperationException("Rows are left to read.");

    /// <summary>Reads the head.</summary>
    /// <param name="text">The text from its start.</param>
    /// <param name="reopen">Opens the same text once more, for reports whose rows come before their head.</param>
    /// <param name="pool">Strings shared with other reports of the same input.</param>
    /// <param name="limits">What to refuse.</param>
    /// <param name="repairs">Takes what is repaired.</param>
    public static OpenedText Open(XmlText text, Func<XmlText> reopen, TextPool pool, IntakeLimits limits, RepairLog repairs)
    {
        var cursor = new XmlCursor(text, limits, repairs, pool);
        var kind = ReportKind.Unknown;
        HeadReader? head = null;
        var depth = 0;
        try
        {
            if (!MoveToFeedback(cursor))
            {
                return text.SeemsReport && !cursor.HasElement ? BrokenOff(cursor) : NotAReport();
            }

            kind = ReportKind.Aggregate;
            depth = cursor.Depth;
            head = new HeadReader(cursor, limits);
            var isAtRecord = !cursor.IsEmptyElement && head.ReadToRecord(depth);
            if (isAtRecord && !head.IsComplete)
            {
                head = ScanHead(reopen, pool, limits, repairs);
            }

            var header = head.Build(out var refusal);
            if (header is null)
            {
                return new OpenedText(kind, null, ReportEnd.Refused(cursor, refusal!));
            }

            var completion = isAtRecord ? null : ReportEnd.Closed(cursor, rowCount: 0);
            return completion is { Outcome: ParseOutcome.Quarantined }
                ? new OpenedText(kind, null, completion)
                : new OpenedText(kind, new AggregateXmlReader(cursor, limits, header, depth, completion), null);
        }
        catch (Exception error) when (ReportEnd.IsOfContent(error))
        {
            if (kind == ReportKind.Unknown && error is XmlException && !text.SeemsReport)
            {
                return NotAReport();
            }

            var provesNoRows = head is { IsComplete: true } && ReportEnd.ProvesNoRows(cursor, error, depth);
            return provesNoRows && head!.Build(out _) is { } header
                ? new OpenedText(kind, new AggregateXmlReader(cursor, limits, header, depth, ReportEnd.Failed(cursor, error, provesNoRows)), null)
                : new OpenedText(ReportKind.Aggregate, null, ReportEnd.Failed(cursor, error, provesNoRows: false));
        }
    }

    public override bool TryRead([NotNullWhen(true)] out ReportRow? row)
    {
        row = null;
        if (completion is not null)
        {
            return false;
        }

        try
        {
            while (rows.Count == 0)
            {
                if (!MoveToRecord())
                {
                    completion = ReportEnd.Closed(cursor, rowCount);
                    return false;
                }

                records.Read(rows);
            }

            row = rows.Dequeue();
            Count(row);
            return true;
        }
        catch (Exception error) when (ReportEnd.IsOfContent(error))
        {
            row = null;
            completion = ReportEnd.Failed(cursor, error, provesNoRows: false);
            return false;
        }
    }

    public void Dispose() => cursor.Dispose();

    private static bool MoveToFeedback(XmlCursor cursor)
    {
        while (cursor.MoveToElement())
        {
            if (cursor.Element == ReportElement.Feedback)
            {
                return true;
            }
        }

        return false;
    }

    // Rows come first in this report. They are not held: the text is read once more, for its head alone.
    private static HeadReader ScanHead(Func<XmlText> reopen, TextPool pool, IntakeLimits limits, RepairLog repairs)
    {
        using var text = reopen();
        using var cursor = new XmlCursor(text, limits, repairs, pool);
        MoveToFeedback(cursor);
        var head = new HeadReader(cursor, limits);
        head.ReadAll(cursor.Depth);
        if (head.IsComplete)
        {
            repairs.Add("order", "rows come before the metadata or the policy", null);
        }

        return head;
    }

    private static OpenedText NotAReport() => new(ReportKind.Unknown, null, new PartCompletion
    {
        Outcome = ParseOutcome.NotAReport,
        ReasonCode = IntakeReason.NoReportFound,
        Reason = "The XML holds no aggregate report.",
    });

    // An XML declaration and nothing behind it.
    private static OpenedText BrokenOff(XmlCursor cursor) => new(ReportKind.Unknown, null, ReportEnd.Refused(cursor, new Refusal(
        cursor.Content.IsCutShort ? IntakeReason.ArchiveTruncated : IntakeReason.XmlTruncated, "The text breaks off before it says what it is.", cursor.Line)));

    private bool MoveToRecord()
    {
        if (isAtRecord)
        {
            isAtRecord = false;
            return true;
        }

        while (cursor.MoveWithin(feedbackDepth))
        {
            if (cursor.Element == ReportElement.Record)
            {
                return true;
            }
        }

        return false;
    }

    private void Count(ReportRow row)
    {
        if (rowCount == limits.MaxRows)
        {
            throw new RefusedReportException(new Refusal(
                IntakeReason.TooManyRows, $"The report has more than {limits.MaxRows} rows.", cursor.Line));
        }

        if (row.Count > long.MaxValue - messageCount)
        {
            throw new RefusedReportException(new Refusal(
                IntakeReason.CountOverflow, "The counts of the rows add up to more than any counter holds.", cursor.Line));
        }

        rowCount++;
        messageCount += row.Count;
    }
}
