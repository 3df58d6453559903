using System.Text.Json;
using Auditor.Core.Reports.Failure;

namespace Auditor.Worker.Cli.Reports;

/// <summary>The JSON form of a failure report.</summary>
internal static class FailureReportJson
{
    /// <summary>Writes the property <c>report</c> as it is given: redacting is the caller's.</summary>
    public static void Write(Utf8JsonWriter json, FailureReport report)
    {
        json.WriteStartObject("report"u8);
        json.WriteString("feedbackType"u8, report.FeedbackType);
        WriteList(json, "authFailure", report.AuthFailure);
        WriteList(json, "identityAlignment", report.IdentityAlignment);
        json.WriteString("reportedDomain"u8, report.ReportedDomain);
        json.WriteString("sourceIp"u8, report.SourceIp);
        if (report.Arrival is { } arrival)
        {
            json.WriteNumber("arrival"u8, arrival);
        }
        else
        {
            json.WriteNull("arrival"u8);
        }

        json.WriteString("originalMailFrom"u8, report.OriginalMailFrom);
        WriteList(json, "originalRcptTo", report.OriginalRcptTo);
        json.WriteString("authenticationResults"u8, report.AuthenticationResults);
        json.WriteString("dkimDomain"u8, report.DkimDomain);
        json.WriteString("dkimSelector"u8, report.DkimSelector);
        json.WriteString("dkimIdentity"u8, report.DkimIdentity);
        json.WriteString("spfDns"u8, report.SpfDns);
        json.WriteString("deliveryResult"u8, report.DeliveryResult);
        json.WriteNumber("incidents"u8, report.Incidents);
        json.WriteString("headerFrom"u8, report.HeaderFromDomain);
        json.WriteString("subject"u8, report.Subject);
        json.WriteString("userAgent"u8, report.UserAgent);
        json.WriteString("reporter"u8, report.ReporterDomain);
        json.WriteBoolean("plainText"u8, report.IsPlainText);
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
