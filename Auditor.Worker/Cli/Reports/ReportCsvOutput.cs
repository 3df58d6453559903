using System.Text;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;

namespace Auditor.Worker.Cli.Reports;

/// <summary>
/// The CSV form of `parse`: a line for each row, or with `--summary` a line for each input part. Parts without rows have no place among rows,
/// so they are named on stderr.
/// </summary>
internal sealed class ReportCsvOutput : IReportOutput
{
    private readonly StreamWriter writer;
    private readonly CsvText csv;
    private readonly bool isSummary;
    private readonly FailureRedactor? redactor;
    private readonly Action<string> onNote;

    public ReportCsvOutput(Stream target, bool isSummary, FailureRedactor? redactor, Action<string> onNote)
    {
        this.isSummary = isSummary;
        this.redactor = redactor;
        this.onNote = onNote;
        writer = new StreamWriter(target, new UTF8Encoding(false), 64 * 1024);
        csv = new CsvText(writer);
        if (isSummary)
        {
            csv.Write("path", "entry", "sha256", "kind", "outcome", "reason", "line", "org_name", "report_id", "begin", "end", "policy_domain", "p", "rows", "messages");
        }
        else
        {
            csv.Write(
                "path", "entry", "org_name", "report_id", "begin", "end", "policy_domain", "source_ip", "count", "disposition", "dkim", "spf", "reasons",
                "header_from", "envelope_from", "envelope_to", "dkim_results", "spf_results");
        }
    }

    public PartCompletion Write(ReportPart part)
    {
        var reader = part.Aggregate;
        while (reader is not null && reader.TryRead(out var row))
        {
            if (!isSummary)
            {
                WriteRow(part, reader.Header, row);
            }
        }

        var completion = reader?.Completion ?? part.Completed!;
        if (isSummary)
        {
            WriteSummary(part, completion);
        }
        else if (part.Failure is { } failure)
        {
            WriteFailure(part, redactor?.Redact(failure) ?? failure);
        }
        else if (part.Tls is not null && completion.Outcome == ParseOutcome.Parsed)
        {
            onNote($"{part.Path}{(part.Entry is null ? "" : "!/" + part.Entry)}: a TLS report has no place among the rows of messages; --summary or --format json shows it");
        }
        else if (completion.Outcome != ParseOutcome.Parsed)
        {
            onNote($"{part.Path}{(part.Entry is null ? "" : "!/" + part.Entry)}: {completion.Outcome} {completion.ReasonCode} {completion.Reason}".TrimEnd());
        }

        return completion;
    }

    public void Dispose() => writer.Dispose();

    private void WriteSummary(ReportPart part, PartCompletion completion)
    {
        var header = part.Aggregate?.Header;
        csv.Write(
            part.Path, part.Entry, part.Sha256, part.Kind.ToString().ToLowerInvariant(),
            completion.Outcome == ParseOutcome.NotAReport ? "not-a-report" : completion.Outcome.ToString().ToLowerInvariant(),
            completion.ReasonCode, completion.Line, header?.OrgName ?? part.Tls?.OrganizationName ?? part.Failure?.ReporterDomain, header?.ReportId ?? part.Tls?.ReportId,
            header?.Begin ?? part.Tls?.Begin ?? part.Failure?.Arrival, header?.End ?? part.Tls?.End,
            header?.PolicyPublished.Domain ?? part.Tls?.Policies.FirstOrDefault()?.Domain ?? part.Failure?.Domain, header?.PolicyPublished.P,
            part.Aggregate?.RowCount ?? part.Tls?.Policies.Length, part.Aggregate?.MessageCount ?? part.Failure?.Incidents);
    }

    // A failure report is about one message: a row of its own, in the columns that it can fill.
    private void WriteFailure(ReportPart part, FailureReport failure) => csv.Write(
        part.Path, part.Entry, failure.ReporterDomain, null, failure.Arrival, failure.Arrival, failure.Domain,
        failure.SourceIp, failure.Incidents, failure.DeliveryResult,
        failure.IdentityAlignment.Contains("dkim") ? "fail" : null, failure.IdentityAlignment.Contains("spf") ? "fail" : null,
        failure.AuthFailure.IsEmpty ? failure.FeedbackType : string.Join(' ', failure.AuthFailure),
        failure.HeaderFromDomain, failure.OriginalMailFrom, string.Join(' ', failure.OriginalRcptTo),
        failure.DkimDomain is null ? null : $":{failure.DkimDomain}:{failure.DkimSelector}", null);

    private void WriteRow(ReportPart part, AggregateReport header, ReportRow row) => csv.Write(
        part.Path, part.Entry, header.OrgName, header.ReportId, header.Begin, header.End, header.PolicyPublished.Domain,
        row.SourceIp, row.Count, row.Disposition, row.Dkim, row.Spf,
        string.Join(' ', row.Reasons.Select(r => r.Type)),
        row.HeaderFrom, row.EnvelopeFrom, row.EnvelopeTo,
        string.Join(' ', row.DkimResults.Select(r => $"{r.Result}:{r.Domain}:{r.Selector}")),
        string.Join(' ', row.SpfResults.Select(r => $"{r.Result}:{r.Domain}:{r.Scope}")));
}
