using System.Text.Json;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Reports.Tls;
using Auditor.Tests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Auditor.Tests.Reports.Tls;

/// <summary>TLS reports of other projects' tests (../shared/data/reports/tls).</summary>
public sealed class SharedTlsTests
{
    [Fact]
    public void Every_sample_gives_the_sessions_and_failures_of_its_text()
    {
        var folder = SharedData.PathOf("reports/tls");
        using var scope = new AssertionScope();
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            using var expected = JsonDocument.Parse(File.ReadAllBytes(file));
            var report = Single(file);
            var policies = expected.RootElement.GetProperty("policies").EnumerateArray().ToList();

            report.OrganizationName.Should().Be(Text(expected.RootElement, "organization-name"), file);
            report.ReportId.Should().Be(Text(expected.RootElement, "report-id"), file);
            report.ContactInfo.Should().Be(Text(expected.RootElement, "contact-info"), file);
            var range = expected.RootElement.GetProperty("date-range");
            report.Begin.Should().Be(range.GetProperty("start-datetime").GetDateTimeOffset().ToUnixTimeSeconds(), file);
            report.End.Should().Be(range.GetProperty("end-datetime").GetDateTimeOffset().ToUnixTimeSeconds(), file);
            report.Policies.Select(p => (p.Type, p.Domain)).Should().Equal(policies.Select(p => (Text(p.GetProperty("policy"), "policy-type"), Text(p.GetProperty("policy"), "policy-domain"))), file);
            report.Policies.Select(p => (p.Successful, p.Failed)).Should().Equal(policies.Select(p => (Number(p.GetProperty("summary"), "total-successful-session-count"), Number(p.GetProperty("summary"), "total-failure-session-count"))), file);
            report.Policies.SelectMany(p => p.Failures).Select(f => (f.ResultType, f.ReceivingMxHostname, f.Count)).Should().Equal(
                policies.Where(p => p.TryGetProperty("failure-details", out _)).SelectMany(p => p.GetProperty("failure-details").EnumerateArray())
                    .Select(f => (Text(f, "result-type"), Text(f, "receiving-mx-hostname"), Number(f, "failed-session-count"))), file);
        }

        files.Should().HaveCount(12);
    }

    [Theory]
    [InlineData("mail-auth/rpt01.eml", "company-y.example", 5326, 303)]
    [InlineData("mail-auth/rpt02.eml", "example.com", 23, 1)]
    [InlineData("mox/example.eml", "test.xmox.nl", 3, 0)]
    [InlineData("mox/microsoft.eml", "test.xmox.nl", 2, 0)]
    [InlineData("parsedmarc/google.com_smtp_tls_report.eml", "cardinalhealth.ca", 48, 0)]
    public void A_mail_gives_its_report_in_whatever_wrapping(string file, string domain, long successful, long failed)
    {
        var report = Single(SharedData.PathOf("reports/tls/" + file));

        (report.Policies.Single().Domain, report.Successful, report.Failed).Should().Be((domain, successful, failed));
    }

    private static TlsReport Single(string file)
    {
        var part = ReportIntake.ReadParts(File.ReadAllBytes(file), file, IntakeLimits.Default).Should().ContainSingle().Subject;
        (part.Kind, part.Completed!.Outcome).Should().Be((ReportKind.Tls, ParseOutcome.Parsed), file);
        return part.Tls!;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static long Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
