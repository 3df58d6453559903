using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class DkimCommandsTests
{
    private static readonly string Zone = FixtureFiles.PathOf("dkim/keys.zone");

    [Fact]
    public async Task Key_prints_the_contracts_fields()
    {
        var run = await RunAsync("rsa1024", "json");
        run.ExitCode.Should().Be(0);
        var fields = new[] { "status", "keyType", "bits", "revoked", "testMode", "strict" };
        fields.Select(f => run.Json.GetProperty(f).ToString()).Should().Equal("found", "rsa", "1024", "False", "False", "False");
        run.Json.GetProperty("findings")[0].GetProperty("code").GetString().Should().Be("DKIM-KEY-UNDER-2048");
    }

    [Theory]
    [InlineData("nothing-here", 0, "no record")]
    [InlineData("broken", 3, "unknown")]
    [InlineData("revoked", 0, "revoked")]
    [InlineData("several", 0, "several records")]
    [InlineData("a..b", 1, "is no DKIM selector")]
    public async Task The_exit_code_tells_an_answer_from_an_unknown_and_from_a_mistake(string selector, int expected, string words)
    {
        var run = await RunAsync(selector, "text");
        run.ExitCode.Should().Be(expected);
        (run.Output + run.Error).Should().Contain(words);
    }

    private static Task<CommandRun> RunAsync(string selector, string format) =>
        CommandRun.OfAsync(DkimCommands.Create(), "key", "example.com", selector, "--zone", Zone, "--format", format);
}
