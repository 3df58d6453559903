using System.Text;
using System.Text.Json;
using Auditor.Core.Storage;
using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Settings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class IngestCommandTests
{
    private const string Report =
        """
        <feedback><report_metadata><org_name>reporter.example</org_name><email>a@reporter.example</email><report_id>1</report_id>
        <date_range><begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>
        <policy_published><domain>example.com</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.1</source_ip><count>3</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
        <identifiers><header_from>example.com</header_from></identifiers><auth_results/></record></feedback>
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_are_stored_once_and_the_ledger_is_printed()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var file = await WriteAsync(test, "report.xml", Report);

        (await RunTableAsync(test, file)).Should().BeEquivalentTo(new { Code = ExitCode.Ok, Errors = "" }).And.Subject.As<Run>().Output.Should().MatchRegex("seen +1\nimported +1\n");
        (await RunTableAsync(test, file)).Output.Should().MatchRegex("seen +1\nimported +0\nduplicate +1\n");
    }

    [Fact]
    public async Task A_quarantined_part_is_named_with_its_reason_and_gives_exit_code_2()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var cut = await WriteAsync(test, "cut.xml", Report[..^40]);
        var full = await WriteAsync(test, "full.xml", Report);

        var run = await RunTableAsync(test, cut, full);
        run.Code.Should().Be(ExitCode.Findings);
        run.Output.Should().MatchRegex("quarantined +.*cut.xml: .+\\(xml-truncated").And.MatchRegex("imported +1\n").And.MatchRegex("quarantined +1\n");
    }

    [Fact]
    public async Task A_path_that_is_not_there_costs_a_line_and_the_exit_code_but_not_the_rest()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var file = await WriteAsync(test, "report.xml", Report);

        var run = await RunTableAsync(test, Path.Combine(test.Folder.FullName, "missing.xml"), file);
        run.Code.Should().Be(ExitCode.Error);
        run.Errors.Should().Contain("missing.xml").And.MatchRegex("^[^\n]+\n$");
        run.Output.Should().MatchRegex("seen +2\nimported +1\n").And.MatchRegex("failed +1\n");
    }

    [Fact]
    public async Task The_JSON_form_has_every_part_and_balances()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        string[] files = [await WriteAsync(test, "a.xml", Report), await WriteAsync(test, "b.xml", Report), await WriteAsync(test, "c.txt", "nothing")];
        using var output = new MemoryStream();
        using (var json = new LedgerJson(output))
        {
            (await IngestCommand.RunAsync(test.Database, files, json, TextWriter.Null, LimitsInForce.Default, null, Cancel)).Should().Be(ExitCode.Ok);
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(output.ToArray()));
        var root = document.RootElement;
        root.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("outcome").GetString()).Should().Equal("imported", "duplicate", "not-a-report");
        root.GetProperty("parts")[0].GetProperty("messages").GetInt64().Should().Be(3);
        root.GetProperty("seen").GetInt32().Should().Be(3);
        root.GetProperty("balanced").GetBoolean().Should().BeTrue();
    }

    private static async Task<string> WriteAsync(TestDatabase test, string name, string text)
    {
        var path = Path.Combine(test.Folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Cancel);
        return path;
    }

    private static async Task<Run> RunTableAsync(TestDatabase test, params string[] paths)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        using var table = new LedgerTable(output);
        var code = await IngestCommand.RunAsync(test.Database, paths, table, errors, LimitsInForce.Default, null, Cancel);
        return new Run(code, output.ToString(), errors.ToString());
    }

    private sealed record Run(int Code, string Output, string Errors);
}
