using System.Text;
using Auditor.Core.Reports.Intake;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports.Tls;

public sealed class TlsVariantTests
{
    private const string Usual = """
        {"organization-name":"Sender","date-range":{"start-datetime":"2026-01-01T00:00:00Z","end-datetime":"2026-01-01T23:59:59Z"},"contact-info":"tls@sender.example","report-id":"id-1",
         "policies":[{"policy":{"policy-type":"sts","policy-string":["version: STSv1"],"policy-domain":"example.com","mx-host":["mx.example.com"]},
                      "summary":{"total-successful-session-count":5,"total-failure-session-count":2},
                      "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"192.0.2.1","receiving-mx-hostname":"mx.example.com","receiving-ip":"2001:DB8:0::1","failed-session-count":2}]}]}
        """;

    [Fact]
    public void A_usual_report_is_read_without_repairs()
    {
        var part = Read(Usual);

        part.Completed!.Repairs.Should().BeEmpty();
        part.Tls!.Policies.Single().Should().BeEquivalentTo(new
        {
            Type = "sts",
            Domain = "example.com",
            MxHosts = new[] { "mx.example.com" },
            Successful = 5L,
            Failed = 2L,
            Failures = new[] { new { ResultType = "certificate-expired", SendingMtaIp = "192.0.2.1", ReceivingIp = "2001:db8::1", Count = 2L } },
        });
    }

    [Theory]
    [InlineData("\"mx-host\":[\"mx.example.com\"]", "\"mx-host\":\"mx.example.com\"", "")]
    [InlineData("\"mx-host\":[\"mx.example.com\"]", "\"mx-host\":null", "")]
    [InlineData("\"policy-string\":[\"version: STSv1\"],", "\"policy-string\":\"version: STSv1\",", "")]
    [InlineData("\"contact-info\":\"tls@sender.example\"", "\"contact-info\":null", "")]
    [InlineData("\"total-successful-session-count\":5", "\"total-successful-session-count\":\"5\"", "count-as-text")]
    [InlineData("certificate-expired", "brand-new-type", "unknown-value")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "date-without-zone")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T02:00:00+02:00", "")]
    [InlineData("\"Sender\"", "\"\\ud800\"", "invalid-bytes")]
    [InlineData("\"report-id\":\"id-1\",", "\"report-id\":{\"a\":[1,2]},", "wrong-type")]
    [InlineData("\"report-id\":\"id-1\",", "\"more\":{\"policies\":[{\"a\":[]}]},", "")]
    public void A_variant_costs_a_note_at_most(string usual, string variant, string repair)
    {
        var part = Read(Usual.Replace(usual, variant, StringComparison.Ordinal));

        part.Completed!.Outcome.Should().Be(ParseOutcome.Parsed);
        (part.Tls!.Successful, part.Tls.Failed, part.Tls.Begin).Should().Be((5, 2, 1767225600));
        part.Completed.Repairs.Select(r => r.Code).Should().Equal(repair.Length == 0 ? [] : [repair]);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("[{\"policy\":{\"policy-type\":\"sts\",\"policy-domain\":\"example.com\"},\"summary\":{\"total-successful-session-count\":0,\"total-failure-session-count\":0},\"failure-details\":null}]")]
    public void A_report_without_sessions_is_empty(string policies) =>
        Read(Usual[..Usual.IndexOf("\"policies\"", StringComparison.Ordinal)] + "\"policies\":" + policies + "}").Completed!.Outcome.Should().Be(ParseOutcome.Empty);

    [Theory]
    [InlineData("\"failed-session-count\":2", "\"failed-session-count\":-2", IntakeReason.CountInvalid)]
    [InlineData("\"failed-session-count\":2", "\"failed-session-count\":1.5", IntakeReason.CountInvalid)]
    [InlineData("\"failed-session-count\":2", "\"failed-session-count\":1e30", IntakeReason.CountInvalid)]
    [InlineData("\"failed-session-count\":2", "\"failed-session-count\":9999999999999", IntakeReason.CountOverflow)]
    [InlineData("2026-01-01T00:00:00Z", "yesterday", IntakeReason.DateRangeInvalid)]
    [InlineData("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", IntakeReason.DateRangeInvalid)]
    [InlineData("2026-01-01T00:00:00Z", "2016-01-01T00:00:00Z", IntakeReason.DateRangeTooLong)]
    [InlineData("\"policies\"", "\"polices\"", IntakeReason.PoliciesMissing)]
    [InlineData("\"report-id\":\"id-1\",", "\"report-id\":id-1,", IntakeReason.JsonIllFormed)]
    public void What_cannot_be_used_is_quarantined_with_its_reason(string usual, string broken, string code)
    {
        var part = Read(Usual.Replace(usual, broken, StringComparison.Ordinal));

        (part.Kind, part.Completed!.Outcome, part.Completed.ReasonCode).Should().Be((ReportKind.Tls, ParseOutcome.Quarantined, code));
        part.Tls.Should().BeNull();
    }

    [Fact]
    public void A_report_cut_at_any_byte_is_never_taken_for_a_whole_one()
    {
        var bytes = Encoding.UTF8.GetBytes(Usual.TrimEnd());
        for (var length = 1; length < bytes.Length; length++)
        {
            var part = ReportIntake.ReadParts(bytes.AsMemory(0, length), "x", IntakeLimits.Default).Single();
            (part.Completed!.Outcome, part.Completed.ReasonCode).Should().Be((ParseOutcome.Quarantined, IntakeReason.JsonTruncated), $"{length} bytes are not all");
        }
    }

    [Fact]
    public void Depth_long_values_and_endless_failures_are_refused()
    {
        Code("\"report-id\":\"id-1\"", "\"x\":" + new string('[', 100) + new string(']', 100)).Should().BeOneOf(IntakeReason.JsonTooDeep);
        Code("\"report-id\":\"id-1\"", "\"report-id\":\"" + new string('a', 2 << 20) + "\"").Should().Be(IntakeReason.JsonTokenTooLong);
        Code("\"failure-details\":[", "\"failure-details\":[" + string.Concat(Enumerable.Repeat("{\"failed-session-count\":1},", 100_001))).Should().Be(IntakeReason.TooManyRows);
        Read(Usual.Replace("\"failure-details\":[", "\"failure-details\":[" + string.Concat(Enumerable.Repeat("{\"failed-session-count\":1},", 99_999)), StringComparison.Ordinal))
            .Tls!.Policies[0].Failures.Should().HaveCount(100_000);
        Code("}]}]}", "}]}]}" + Usual).Should().Be(IntakeReason.SeveralReports);

        static string? Code(string usual, string hostile) => Read(Usual.Replace(usual, hostile, StringComparison.Ordinal)).Completed!.ReasonCode;
    }

    private static ReportPart Read(string json) => ReportIntake.ReadParts(Encoding.UTF8.GetBytes(json), "x", IntakeLimits.Default).Single();
}
