using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Tests.Support;
using Auditor.Worker.Cli.Lint;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

/// <summary>Record cases under RFC 9989 of the shared test data; skipped where that folder is absent.</summary>
public sealed class DmarcSharedRecordTests
{
    private static readonly string[] VerdictFields = ["isRecord", "applies", "effective"];

    [Fact]
    public void Every_shared_record_case_has_the_expected_verdict()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("dmarc/record-parse-part.json")));
        var cases = file.RootElement.GetProperty("cases").EnumerateArray().ToList();
        cases.Should().HaveCount(38);
        foreach (var item in cases)
        {
            var id = item.GetProperty("id").GetString();
            var report = new DmarcLinter().Lint(item.GetProperty("record").GetString()!);
            var printed = JsonSerializer.SerializeToElement(report.Document, AuditJson.Compact);
            var verdict = VerdictFields.Select(f => printed.GetProperty(f).ToString()).ToArray();
            var effective = item.TryGetProperty("effective", out var e) ? JsonSerializer.Serialize(e) : string.Empty;
            verdict.Should().Equal(
                [item.GetProperty("isDmarcRecord").ToString(), item.GetProperty("applies").ToString(), effective], "that is case {0}", id);
        }
    }
}
