using Auditor.Core.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Architecture;

public sealed class RuleCatalogueTests
{
    [Fact]
    public void Every_rule_has_a_code_of_its_own() =>
        RuleCatalogue.All.Select(r => r.Code).Should().OnlyHaveUniqueItems();

    [Fact]
    public void Every_code_has_one_entry_in_findings_md_and_every_entry_a_code()
    {
        var entries = File.ReadLines(Path.Combine(ProjectRoot.Path, "docs", "findings.md"))
            .Where(l => l.StartsWith("### ", StringComparison.Ordinal))
            .Select(l => l[4..].Trim());

        entries.Should().BeEquivalentTo(RuleCatalogue.All.Select(r => r.Code), "each finding is explained once in docs/findings.md, and nothing else is");
    }

    [Fact]
    public void An_entry_in_findings_md_names_the_severity_of_its_rule()
    {
        var lines = File.ReadAllLines(Path.Combine(ProjectRoot.Path, "docs", "findings.md"));

        foreach (var rule in RuleCatalogue.All)
        {
            var entry = Array.IndexOf(lines, $"### {rule.Code}");
            lines[entry + 1].Should().StartWith($"*{rule.Severity}.*", $"that is the severity of {rule.Code}");
        }
    }

    [Fact]
    public void Every_rule_is_one_file_that_holds_its_code()
    {
        var files = Directory.EnumerateFiles(Path.Combine(ProjectRoot.Path, "Auditor.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(Path.GetDirectoryName(f)) == "Rules")
            .Select(File.ReadAllText)
            .ToList();

        foreach (var rule in RuleCatalogue.All)
        {
            files.Count(text => text.Contains($"new(\"{rule.Code}\"", StringComparison.Ordinal)).Should().Be(1, $"{rule.Code} belongs to exactly one file in a Rules folder");
        }
    }
}
