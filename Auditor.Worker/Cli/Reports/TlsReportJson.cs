using System.Text.Json;
using Auditor.Core.Reports.Tls;

namespace Auditor.Worker.Cli.Reports;

/// <summary>The JSON form of a TLS report.</summary>
internal static class TlsReportJson
{
    /// <summary>Writes the property <c>report</c>; a summary leaves the failure details out.</summary>
    public static void Write(Utf8JsonWriter json, TlsReport report, bool isSummary, Action flush)
    {
        json.WriteStartObject("report"u8);
        json.WriteString("organizationName"u8, report.OrganizationName);
        json.WriteString("reportId"u8, report.ReportId);
        json.WriteNumber("begin"u8, report.Begin);
        json.WriteNumber("end"u8, report.End);
        json.WriteString("contactInfo"u8, report.ContactInfo);
        json.WriteStartArray("policies"u8);
        foreach (var policy in report.Policies)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, policy.Type);
            json.WriteString("domain"u8, policy.Domain);
            WriteList(json, "mxHosts", policy.MxHosts);
            WriteList(json, "policyStrings", policy.PolicyStrings);
            json.WriteNumber("successful"u8, policy.Successful);
            json.WriteNumber("failed"u8, policy.Failed);
            if (!isSummary)
            {
                json.WriteStartArray("failures"u8);
                foreach (var failure in policy.Failures)
                {
                    WriteFailure(json, failure);
                    flush();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFailure(Utf8JsonWriter json, TlsFailure failure)
    {
        json.WriteStartObject();
        json.WriteString("resultType"u8, failure.ResultType);
        json.WriteString("sendingMtaIp"u8, failure.SendingMtaIp);
        json.WriteString("receivingMxHostname"u8, failure.ReceivingMxHostname);
        json.WriteString("receivingMxHelo"u8, failure.ReceivingMxHelo);
        json.WriteString("receivingIp"u8, failure.ReceivingIp);
        json.WriteNumber("failedSessionCount"u8, failure.Count);
        json.WriteString("additionalInformation"u8, failure.AdditionalInformation);
        json.WriteString("failureReasonCode"u8, failure.ReasonCode);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
