using System.Text.Encodings.Web;
using System.Text.Json;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;

namespace Auditor.Worker.Cli.Reports;

/// <summary>
/// The JSON forms of `parse`. Rows are written as they are read, so a report is never held; what is known only at its end (counts, outcome)
/// is written after them.
/// </summary>
internal sealed class ReportJsonOutput : IReportOutput
{
    private const int FlushBytes = 48 * 1024;

    private readonly Stream target;
    private readonly Utf8JsonWriter json;
    private readonly bool isArray;
    private readonly bool isSummary;
    private readonly FailureRedactor? redactor;

    public ReportJsonOutput(Stream target, bool isArray, bool isSummary, FailureRedactor? redactor)
    {
        this.target = target;
        this.isArray = isArray;
        this.isSummary = isSummary;
        this.redactor = redactor;
        json = new Utf8JsonWriter(target, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        if (isArray)
        {
            json.WriteStartArray();
        }
    }

    public PartCompletion Write(ReportPart part)
    {
        json.WriteStartObject();
        json.WriteStartObject("source"u8);
        json.WriteString("path"u8, part.Path);
        json.WriteString("entry"u8, part.Entry);
        json.WriteString("sha256"u8, part.Sha256);
        json.WriteEndObject();
        json.WriteString("kind"u8, Word(part.Kind.ToString()));
        PartCompletion completion;
        if (part.Aggregate is { } reader)
        {
            completion = WriteReport(reader);
        }
        else
        {
            completion = part.Completed!;
            WriteOther(part);
        }

        WriteCompletion(completion);
        json.WriteEndObject();
        if (isArray)
        {
            FlushWhenFull();
        }
        else
        {
            json.Flush();
            json.Reset();
            target.WriteByte((byte)'\n');
        }

        return completion;
    }

    public void Dispose()
    {
        if (isArray)
        {
            json.WriteEndArray();
            json.Flush();
            target.WriteByte((byte)'\n');
        }

        json.Dispose();
        target.Flush();
    }

    private void WriteOther(ReportPart part)
    {
        if (part.Tls is { } tls)
        {
            TlsReportJson.Write(json, tls, isSummary, FlushWhenFull);
        }
        else if (part.Failure is { } failure)
        {
            FailureReportJson.Write(json, redactor?.Redact(failure) ?? failure);
        }
        else
        {
            json.WriteNull("report"u8);
        }
    }

    private PartCompletion WriteReport(AggregateReader reader)
    {
        var header = reader.Header;
        json.WriteStartObject("report"u8);
        json.WriteString("orgName"u8, header.OrgName);
        json.WriteString("email"u8, header.Email);
        json.WriteString("extraContactInfo"u8, header.ExtraContactInfo);
        json.WriteString("version"u8, header.Version);
        json.WriteStartArray("errors"u8);
        foreach (var error in header.Errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteString("reportId"u8, header.ReportId);
        json.WriteNumber("begin"u8, header.Begin);
        json.WriteNumber("end"u8, header.End);
        json.WriteString("variant"u8, header.Variant == ReportVariant.Rfc9990 ? "rfc9990"u8 : "rfc7489"u8);
        json.WriteString("generator"u8, header.Generator);
        WritePolicy(header.PolicyPublished);
        if (isSummary)
        {
            while (reader.TryRead(out _))
            {
                // Counted by the reader.
            }
        }
        else
        {
            json.WriteStartArray("rows"u8);
            while (reader.TryRead(out var row))
            {
                WriteRow(row);
                FlushWhenFull();
            }

            json.WriteEndArray();
        }

        json.WriteNumber("rowCount"u8, reader.RowCount);
        json.WriteNumber("messageCount"u8, reader.MessageCount);
        json.WriteEndObject();
        return reader.Completion;
    }

    private void WritePolicy(PolicyPublished policy)
    {
        json.WriteStartObject("policyPublished"u8);
        json.WriteString("domain"u8, policy.Domain);
        json.WriteString("p"u8, policy.P);
        json.WriteString("sp"u8, policy.Sp);
        json.WriteString("np"u8, policy.Np);
        json.WriteString("adkim"u8, policy.Adkim);
        json.WriteString("aspf"u8, policy.Aspf);
        if (policy.Pct is { } percentage)
        {
            json.WriteNumber("pct"u8, percentage);
        }
        else
        {
            json.WriteNull("pct"u8);
        }

        json.WriteString("fo"u8, policy.Fo);
        json.WriteString("testing"u8, policy.Testing);
        json.WriteString("discoveryMethod"u8, policy.DiscoveryMethod);
        json.WriteEndObject();
    }

    private void WriteRow(ReportRow row)
    {
        json.WriteStartObject();
        json.WriteString("sourceIp"u8, row.SourceIp.Length == 0 ? null : row.SourceIp);
        json.WriteNumber("count"u8, row.Count);
        json.WriteString("disposition"u8, row.Disposition);
        json.WriteString("dkim"u8, row.Dkim);
        json.WriteString("spf"u8, row.Spf);
        json.WriteStartArray("reasons"u8);
        foreach (var reason in row.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, reason.Type);
            json.WriteString("comment"u8, reason.Comment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("headerFrom"u8, row.HeaderFrom);
        json.WriteString("envelopeFrom"u8, row.EnvelopeFrom);
        json.WriteString("envelopeTo"u8, row.EnvelopeTo);
        WriteAuthResults(row);
        json.WriteEndObject();
    }

    private void WriteAuthResults(ReportRow row)
    {
        json.WriteStartObject("authResults"u8);
        json.WriteStartArray("dkim"u8);
        foreach (var result in row.DkimResults)
        {
            json.WriteStartObject();
            json.WriteString("domain"u8, result.Domain);
            json.WriteString("selector"u8, result.Selector);
            json.WriteString("result"u8, result.Result);
            json.WriteString("humanResult"u8, result.HumanResult);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("spf"u8);
        foreach (var result in row.SpfResults)
        {
            json.WriteStartObject();
            json.WriteString("domain"u8, result.Domain);
            json.WriteString("scope"u8, result.Scope);
            json.WriteString("result"u8, result.Result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteCompletion(PartCompletion completion)
    {
        json.WriteString("outcome"u8, completion.Outcome == ParseOutcome.NotAReport ? "not-a-report" : Word(completion.Outcome.ToString()));
        if (completion.ReasonCode is null)
        {
            json.WriteNull("reason"u8);
        }
        else
        {
            json.WriteStartObject("reason"u8);
            json.WriteString("code"u8, completion.ReasonCode);
            json.WriteString("text"u8, completion.Reason);
            WriteLine(completion.Line);
            json.WriteEndObject();
        }

        json.WriteStartArray("repairs"u8);
        foreach (var repair in completion.Repairs)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, repair.Code);
            json.WriteString("text"u8, repair.Text);
            WriteLine(repair.Line);
            json.WriteNumber("count"u8, repair.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("contentSha256"u8, completion.ContentHash);
    }

    private void WriteLine(int? line)
    {
        if (line is { } number)
        {
            json.WriteNumber("line"u8, number);
        }
        else
        {
            json.WriteNull("line"u8);
        }
    }

    private void FlushWhenFull()
    {
        if (json.BytesPending > FlushBytes)
        {
            json.Flush();
        }
    }

    private static string Word(string name) => name.ToLowerInvariant();
}
