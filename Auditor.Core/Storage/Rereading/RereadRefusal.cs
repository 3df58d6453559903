using System.Globalization;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Core.Storage.Rereading;

/// <summary>The ends of another reading that leave the stored one in its place, and how they are told.</summary>
internal static class RereadRefusal
{
    public static RereadResult Gone(long id) => Because(id, RereadOutcome.Gone, "report-gone", "There is no such report (any more).");

    public static RereadResult Held(long id) => Because(id, RereadOutcome.Held, "legal-hold", "A legal hold keeps what is stored of the domain as it is: end the hold, and read the report again.");

    public static RereadResult NoBytes(long id) => Because(
        id, RereadOutcome.NoBytes, "bytes-not-kept", "The report is not kept as it arrived: it came before that was done, is too long, was only counted, or retention took its bytes.");

    public static RereadResult NoRows(long id) => Because(
        id, RereadOutcome.NoRows, "rows-gone", "Retention took the report's rows, so its sums cannot be taken back and stay as they are.");

    public static RereadResult Damaged(long id, string why) => Because(id, RereadOutcome.Failed, "bytes-damaged", $"The kept bytes cannot be read any more: {why}");

    public static RereadResult Broken(long id, Exception error) => Because(
        id, RereadOutcome.Failed, "reader-broke", $"Auditor's own reader broke on it, which is a defect of Auditor: {error.GetType().Name}, {error.Message}");

    public static RereadResult Twin(long id, long other) => Because(
        id, RereadOutcome.Failed, IngestReason.DuplicateContent, string.Create(CultureInfo.InvariantCulture, $"Its text reads as that of report {other}, which is stored already."));

    /// <summary>The bytes hold reports, but none with the key.</summary>
    public static RereadResult OtherKey(long id, ReportKey stored, ReportKey read)
    {
        (string Name, string Before, string After)[] parts =
        [
            ("reporter", stored.OrgKey, read.OrgKey), ("id", stored.ReportId, read.ReportId), ("domain", stored.PolicyDomain, read.PolicyDomain),
            ("begin", Number(stored.Begin), Number(read.Begin)), ("end", Number(stored.End), Number(read.End)),
        ];
        var differing = parts.Where(p => p.Before != p.After).Select(p => $"{p.Name} '{p.After}' instead of '{p.Before}'");
        return Because(id, RereadOutcome.Failed, "key-differs", $"It reads as another report now: {string.Join(", ", differing)}.");
    }

    /// <summary>Null when the reading came to its end with rows.</summary>
    public static RereadResult? Of(long id, PartCompletion completion) => completion.Outcome switch
    {
        ParseOutcome.Parsed => null,
        ParseOutcome.Empty => Because(id, RereadOutcome.Failed, completion.ReasonCode ?? "empty", completion.Reason ?? "It reads as a report without rows now."),
        _ => Because(id, RereadOutcome.Failed, completion.ReasonCode ?? IntakeReason.NoReportFound, completion.Reason ?? "No report is found in the kept bytes.") with { Line = completion.Line },
    };

    private static RereadResult Because(long id, RereadOutcome outcome, string code, string reason) => new(id, outcome, []) { ReasonCode = code, Reason = reason };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
