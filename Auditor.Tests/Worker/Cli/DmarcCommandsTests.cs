using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class DmarcCommandsTests
{
    private static readonly string Zone = FixtureFiles.PathOf("dmarc/walk.zone");

    [Fact]
    public async Task Discover_prints_the_contracts_fields()
    {
        var run = await RunAsync("discover", "news.example.com");
        run.ExitCode.Should().Be(0);
        run.Json.GetProperty("authorDomain").GetString().Should().Be("news.example.com");
        run.Json.GetProperty("policyDomain").GetString().Should().Be("example.com");
        run.Json.GetProperty("organizationalDomain").GetString().Should().Be("example.com");
        run.Json.GetProperty("record").GetString().Should().StartWith("v=DMARC1; p=reject");
        run.Json.GetProperty("effectivePolicy").GetString().Should().Be("quarantine");
        run.Json.GetProperty("queries").EnumerateArray().Select(q => q.GetString()).Should().Equal("_dmarc.news.example.com", "_dmarc.example.com", "_dmarc.com");
    }

    [Theory]
    [InlineData("discover", "nothing.com", 0)]
    [InlineData("discover", "mute.com", 3)]
    [InlineData("discover", "a..b", 1)]
    [InlineData("check", "mute.com", 3)]
    [InlineData("check", "nothing.com", 0)]
    public async Task The_exit_code_tells_an_answer_from_an_unknown_and_from_a_mistake(string verb, string domain, int expected) =>
        (await RunAsync(verb, domain)).ExitCode.Should().Be(expected);

    [Fact]
    public async Task Check_prints_the_contracts_fields()
    {
        var run = await RunAsync("check", "trial.com", "--spf", "pass:else.com", "--dkim", "fail:trial.com", "--dkim", "pass:mail.trial.com");
        run.Json.GetRawText().Should().NotBeEmpty();
        var fields = new[] { "result", "spfAligned", "dkimAligned", "policyDomain", "organizationalDomain", "policyTag", "policy", "appliedPolicy" };
        fields.Select(f => run.Json.GetProperty(f).ToString()).Should().Equal("pass", "False", "True", "trial.com", "trial.com", "p", "reject", "quarantine");
    }

    [Fact]
    public async Task Check_has_null_policies_where_none_applies()
    {
        var run = await RunAsync("check", "nothing.com", "--spf", "none");
        (run.Json.GetProperty("result").GetString(), run.Json.GetProperty("policy").GetString(), run.Json.GetProperty("appliedPolicy").GetString())
            .Should().Be(("none", null, null));
    }

    [Theory]
    [InlineData("--spf", "passed:example.com", "'passed' is no result")]
    [InlineData("--spf", "pass", "lacks the domain")]
    [InlineData("--dkim", "pass:a..b", "empty label")]
    public async Task A_malformed_result_is_refused_in_one_sentence(string option, string value, string words)
    {
        var run = await RunAsync("check", "example.com", option, value);
        (run.ExitCode, run.Output).Should().Be((1, string.Empty));
        run.Error.Should().Contain(words);
    }

    private static Task<CommandRun> RunAsync(string verb, params string[] arguments) =>
        CommandRun.OfAsync(DmarcCommands.Create(), [verb, .. arguments, "--zone", Zone, "--format", "json"]);
}
