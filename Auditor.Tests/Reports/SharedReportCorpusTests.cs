using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Auditor.Tests.Reports;

/// <summary>Reports of other projects and 1,647 real ones, with what a lenient reader finds in each (../shared/data/reports).</summary>
public class SharedReportCorpusTests
{
    // Not well-formed, yet read: junk after the report's end tag (a wrapper that is never closed), and one bad byte.
    private static readonly string[] ReadThoughIllFormed = ["ikea.com!example.de!1538690400!1538776800.xml", "invalid_utf_8.xml"];

    [Fact]
    public void Sample_files_of_other_projects_give_all_expected_fields()
    {
        var folder = SharedData.PathOf("reports/aggregate");
        using var scope = new AssertionScope();
        var checkedFiles = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, "expected.jsonl")))
        {
            using var expected = JsonDocument.Parse(line);
            var file = expected.RootElement.GetProperty("file").GetString()!;
            Check(file, expected.RootElement, ReadPart.All(File.ReadAllBytes(Path.Combine(folder, file))));
            checkedFiles++;
        }

        checkedFiles.Should().Be(38);
    }

    [Fact]
    public void Real_reports_give_all_expected_fields()
    {
        using var reports = ZipFile.OpenRead(SharedData.PathOf("reports/real-reports.zip"));
        using var expectations = ZipFile.OpenRead(SharedData.PathOf("reports/real-reports-expected.zip"));
        using var lines = new StreamReader(expectations.Entries.Single().Open());
        using var scope = new AssertionScope();
        var outcomes = new Dictionary<ParseOutcome, int>();
        while (lines.ReadLine() is { } line)
        {
            using var expected = JsonDocument.Parse(line);
            var file = expected.RootElement.GetProperty("file").GetString()!;
            using var content = new MemoryStream();
            using (var entry = reports.GetEntry(file)!.Open())
            {
                entry.CopyTo(content);
            }

            var parts = ReadPart.All(content.ToArray());
            Check(file, expected.RootElement, parts);
            outcomes[parts[0].Completion.Outcome] = outcomes.GetValueOrDefault(parts[0].Completion.Outcome) + 1;
        }

        outcomes.Should().BeEquivalentTo(new Dictionary<ParseOutcome, int>
        {
            [ParseOutcome.Parsed] = 1631,
            [ParseOutcome.Empty] = 5,
            [ParseOutcome.Quarantined] = 11,
        });
    }

    private static void Check(string file, JsonElement expected, IReadOnlyList<ReadPart> parts)
    {
        var part = parts.Should().ContainSingle(file).Subject;
        if (!expected.GetProperty("parses").GetBoolean())
        {
            part.Completion.Outcome.Should().Be(
                ReadThoughIllFormed.Contains(Path.GetFileName(file)) ? ParseOutcome.Parsed : ParseOutcome.Quarantined, file);
            return;
        }

        var want = expected.GetProperty("reports")[0];
        part.Completion.Outcome.Should().Be(want.GetProperty("records").GetInt32() == 0 ? ParseOutcome.Empty : ParseOutcome.Parsed, file);
        CheckHead(file, want, part.Header!);
        CheckRows(file, want, part);
    }

    private static void CheckHead(string file, JsonElement want, AggregateReport header)
    {
        var policy = want.GetProperty("policy_published")[0];
        var actual = header.PolicyPublished;
        new[]
        {
            header.OrgName, header.Email, header.ExtraContactInfo, header.ReportId, header.Version, header.Generator,
            header.Begin.ToString(CultureInfo.InvariantCulture), header.End.ToString(CultureInfo.InvariantCulture),
            actual.Domain, actual.P, actual.Sp, actual.Np, actual.Adkim, actual.Aspf, actual.Fo, actual.Testing, actual.DiscoveryMethod,
            actual.Pct?.ToString(CultureInfo.InvariantCulture),
        }.Should().Equal(
            [
                Text(want, "org_name"), Text(want, "email"), Text(want, "extra_contact_info"), Text(want, "report_id"), Text(want, "version"),
                Text(want, "generator"), Text(want, "begin"), Text(want, "end"), Lower(policy, "domain"), Lower(policy, "p"), Lower(policy, "sp"),
                Lower(policy, "np"), Lower(policy, "adkim"), Lower(policy, "aspf"), Lower(policy, "fo"), Lower(policy, "testing"),
                Lower(policy, "discovery_method"), Text(policy, "pct"),
            ],
            file);
    }

    private static void CheckRows(string file, JsonElement want, ReadPart part)
    {
        new long[]
        {
            part.Rows.Length, part.Messages, Sum(part, r => r.Dkim == "pass"), Sum(part, r => r.Spf == "pass"),
            Sum(part, r => r.Dkim != "pass" && r.Spf != "pass"), part.Rows.Select(r => r.SourceIp).Distinct().Count(),
            part.Rows.Sum(r => r.DkimResults.Length), part.Rows.Sum(r => r.SpfResults.Length),
        }.Should().Equal(
            new[] { "records", "messages", "dkim_aligned_pass", "spf_aligned_pass", "dmarc_fail", "distinct_ips", "dkim_results", "spf_results" }
                .Select(name => want.GetProperty(name).GetInt64()),
            file);
        part.Rows.GroupBy(r => r.Disposition ?? "").ToDictionary(g => g.Key, g => g.Sum(r => r.Count))
            .Should().BeEquivalentTo(Counts(want, "by_disposition"), file);
        part.Rows.SelectMany(r => r.Reasons.Select(reason => (Type: reason.Type ?? "", r.Count)))
            .GroupBy(r => r.Type).ToDictionary(g => g.Key, g => g.Sum(r => r.Count))
            .Should().BeEquivalentTo(Counts(want, "override_reasons"), file);

        // The expectation knows `identifiers` alone; three real reporters still write the draft's `identities`, which are read as well.
        var headerFrom = want.GetProperty("header_from").EnumerateArray().Select(h => h.GetString()!.Trim().ToLowerInvariant()).ToArray();
        if (!headerFrom.SequenceEqual([""]))
        {
            part.Rows.Select(r => r.HeaderFrom ?? "").Distinct().Should().BeEquivalentTo(headerFrom, file);
        }
    }

    private static long Sum(ReadPart part, Func<ReportRow, bool> condition) => part.Rows.Where(condition).Sum(r => r.Count);

    private static Dictionary<string, long> Counts(JsonElement element, string name) =>
        element.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64());

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && value.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    private static string? Lower(JsonElement element, string name) => Text(element, name)?.ToLowerInvariant();
}
