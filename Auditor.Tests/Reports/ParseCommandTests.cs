using System.Text;
using System.Text.Json;
using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports;

public sealed class ParseCommandTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(ProjectRoot.Path, "fixtures", "reports", "aggregate");
    private readonly string folder = Directory.CreateTempSubdirectory("auditor-parse").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_report_is_one_line_with_the_fields_of_the_contract()
    {
        var (code, lines, errors) = Run("jsonl", summary: false, Path.Combine(Fixtures, "valid", "report.zip"));

        code.Should().Be(0);
        errors.Should().BeEmpty();
        var report = JsonDocument.Parse(lines.Should().ContainSingle().Subject).RootElement;
        report.GetProperty("source").GetProperty("entry").GetString().Should().Be("reporter.example!example.org!1700006400!1700092799.xml");
        report.GetProperty("source").GetProperty("sha256").GetString().Should().HaveLength(64);
        report.GetProperty("kind").GetString().Should().Be("aggregate");
        report.GetProperty("outcome").GetString().Should().Be("parsed");
        report.GetProperty("reason").ValueKind.Should().Be(JsonValueKind.Null);
        report.GetProperty("report").GetProperty("rowCount").GetInt32().Should().Be(2);
        report.GetProperty("report").GetProperty("messageCount").GetInt64().Should().Be(7);
        report.GetProperty("report").GetProperty("rows")[0].GetRawText().Should().Be(
            """{"sourceIp":"192.0.2.1","count":3,"disposition":"none","dkim":"pass","spf":"fail","reasons":[],"headerFrom":"example.org","envelopeFrom":null,"envelopeTo":null,"authResults":{"dkim":[{"domain":"example.org","selector":"s1","result":"pass","humanResult":null}],"spf":[{"domain":"bounce.example.org","scope":"mfrom","result":"fail"}]}}""");
    }

    [Fact]
    public void The_summary_leaves_the_rows_out()
    {
        var (_, lines, _) = Run("jsonl", summary: true, Path.Combine(Fixtures, "valid", "rfc7489.xml"));

        var report = JsonDocument.Parse(lines[0]).RootElement.GetProperty("report");
        report.TryGetProperty("rows", out _).Should().BeFalse();
        report.GetProperty("rowCount").GetInt32().Should().Be(2);
    }

    [Fact]
    public void Folders_are_walked_in_ordinal_order()
    {
        Directory.CreateDirectory(Path.Combine(folder, "b"));
        foreach (var name in (string[])["a.xml", "Z.xml", "b/c.xml"])
        {
            File.Copy(Path.Combine(Fixtures, "valid", "rfc7489.xml"), Path.Combine(folder, name));
        }

        var (_, lines, _) = Run("jsonl", summary: true, folder);

        lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("source").GetProperty("path").GetString())
            .Should().Equal(Path.Combine(folder, "Z.xml"), Path.Combine(folder, "a.xml"), Path.Combine(folder, "b/c.xml"));
    }

    [Theory]
    [InlineData("broken/cut-in-a-row.xml", 2)]
    [InlineData("valid/nothing-happened.xml", 0)]
    [InlineData("quirky/page.html", 0)]
    public void The_exit_code_says_whether_something_is_quarantined(string file, int expected) =>
        Run("jsonl", summary: true, Path.Combine(Fixtures, file)).Code.Should().Be(expected);

    [Fact]
    public void An_unreadable_path_costs_one_line_and_the_rest_is_read()
    {
        var (code, lines, errors) = Run("jsonl", summary: true, Path.Combine(folder, "absent.xml"), Path.Combine(Fixtures, "valid", "rfc7489.xml"));

        code.Should().Be(1);
        lines.Should().ContainSingle();
        errors.Trim().Split('\n').Should().ContainSingle().Which.Should().StartWith($"auditor: cannot read '{Path.Combine(folder, "absent.xml")}'");
    }

    [Fact]
    public void The_array_form_is_one_JSON_array()
    {
        var (_, lines, _) = Run("json", summary: false, Path.Combine(Fixtures, "quirky", "two-entries.zip"));

        JsonDocument.Parse(string.Concat(lines)).RootElement.EnumerateArray().Should().HaveCount(2);
    }

    [Fact]
    public void The_CSV_form_has_a_line_a_row_and_no_formulas()
    {
        var text = File.ReadAllText(Path.Combine(Fixtures, "valid", "rfc7489.xml")).Replace(">reporter.example<", ">=cmd|' /C calc'!A0, \"x\"<", StringComparison.Ordinal);
        var file = Path.Combine(folder, "formula.xml");
        File.WriteAllText(file, text);

        var (_, lines, _) = Run("csv", summary: false, file);

        lines.Should().HaveCount(3);
        lines[1].Should().Contain("\"'=cmd|' /C calc'!A0, \"\"x\"\"\"");
    }

    private static (int Code, string[] Lines, string Errors) Run(string format, bool summary, params string[] paths)
    {
        using var stdout = new MemoryStream();
        using var stderr = new StringWriter();
        var code = ParseCommand.Run(paths, format, summary, isUnredacted: false, Auditor.Core.Reports.Intake.IntakeLimits.Default, stdout, stderr);
        return (code, Encoding.UTF8.GetString(stdout.ToArray()).Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries), stderr.ToString());
    }
}
