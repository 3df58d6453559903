using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class CompareCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("auditor-compare-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_audits_are_compared_down_to_the_record_that_changed()
    {
        var (before, after) = (await FileAsync("before", "v=DMARC1; p=reject; rua=mailto:d@example.com"), await FileAsync("after", "v=DMARC1; p=none; rua=mailto:d@example.com"));

        var text = await CommandRun.OfAsync(CompareCommand.Create(), before, after);
        var json = await CommandRun.OfAsync(CompareCommand.Create(), before, after, "--format", "json");

        text.ExitCode.Should().Be(0);
        text.Output.Should().Contain("example.com  100 -> 79 (-21)").And.Contain("DMARC-POLICY-NONE").And.Contain("- v=DMARC1; p=reject").And.Contain("+ v=DMARC1; p=none");
        json.Json[0].GetProperty("comparison").GetProperty("causes")[0].GetProperty("points").GetDecimal().Should().Be(-21);
    }

    [Fact]
    public async Task Files_without_a_common_domain_are_an_error()
    {
        var run = await CommandRun.OfAsync(CompareCommand.Create(), await FileAsync("before", "v=DMARC1; p=none"), await FileAsync("after", "v=DMARC1; p=none", "example.net"));

        (run.ExitCode, run.Error).Should().Be((1, "The two files have no domain in common."));
    }

    private async Task<string> FileAsync(string name, string policy, string domain = "example.com")
    {
        var audit = await AuditFixture.AuditAsync(AuditFixture.Sound(policy), selectors: "s1");
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(audit with { Domain = domain }, AuditJson.Compact), TestContext.Current.CancellationToken);
        return path;
    }
}
