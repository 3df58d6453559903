using System.Text.Json;
using Auditor.Core.Reports.Intake;
using Auditor.Tests.Support;
using FluentAssertions;
using FluentAssertions.Execution;
using Xunit;

namespace Auditor.Tests.Reports;

/// <summary>Every file of fixtures/reports/aggregate gives the parts that stand in expected.jsonl beside it.</summary>
public class AggregateFixtureTests
{
    public static TheoryData<string, string> Files()
    {
        var data = new TheoryData<string, string>();
        foreach (var folder in (string[])["valid", "quirky", "broken", "hostile"])
        {
            foreach (var line in File.ReadLines(Path.Combine(Root, folder, "expected.jsonl")))
            {
                using var document = JsonDocument.Parse(line);
                data.Add($"{folder}/{document.RootElement.GetProperty("file").GetString()}", line);
            }
        }

        return data;
    }

    private static string Root => Path.Combine(ProjectRoot.Path, "fixtures", "reports", "aggregate");

    [Theory]
    [MemberData(nameof(Files))]
    public void A_fixture_reads_as_expected(string file, string expectation)
    {
        using var document = JsonDocument.Parse(expectation);
        var expected = document.RootElement.GetProperty("parts").EnumerateArray().ToArray();

        var parts = ReadPart.All(File.ReadAllBytes(Path.Combine(Root, file)));

        parts.Should().HaveCount(expected.Length);
        using var scope = new AssertionScope();
        foreach (var (part, want) in parts.Zip(expected))
        {
            part.Entry.Should().Be(want.GetProperty("entry").GetString());
            part.Kind.ToString().ToLowerInvariant().Should().Be(want.GetProperty("kind").GetString());
            Word(part.Completion.Outcome).Should().Be(want.GetProperty("outcome").GetString(), part.Completion.Reason);
            part.Completion.ReasonCode.Should().Be(Text(want, "reason"));
            part.Completion.Repairs.Select(r => r.Code).Order(StringComparer.Ordinal)
                .Should().Equal(want.GetProperty("repairs").EnumerateArray().Select(r => r.GetString()));
            if (want.TryGetProperty("line", out var line))
            {
                part.Completion.Line.Should().Be(line.GetInt32());
            }

            part.Rows.Length.Should().Be(want.TryGetProperty("rows", out var rows) ? rows.GetInt32() : 0);
            part.Messages.Should().Be(want.TryGetProperty("messages", out var messages) ? messages.GetInt64() : 0);
            CheckHead(part, want);
        }
    }

    [Fact]
    public void Every_fixture_file_has_an_expectation()
    {
        var files = Directory.GetFiles(Root, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => Path.GetFileName(f) is not ("expected.jsonl" or "PROVENANCE.md"));

        files.Should().BeEquivalentTo(Files().Select(row => (string)((ITheoryDataRow)row).GetData()[0]!));
    }

    private static void CheckHead(ReadPart part, JsonElement want)
    {
        if (!want.TryGetProperty("head", out var head))
        {
            return;
        }

        var actual = JsonSerializer.SerializeToElement(part.Header, HeadJson);
        foreach (var property in head.EnumerateObject())
        {
            actual.GetProperty(property.Name).ToString().Should().Be(property.Value.ToString());
        }
    }

    private static readonly JsonSerializerOptions HeadJson = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Word(ParseOutcome outcome) => outcome == ParseOutcome.NotAReport ? "not-a-report" : outcome.ToString().ToLowerInvariant();
}
