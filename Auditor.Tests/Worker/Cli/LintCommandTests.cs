using Auditor.Tests.Support;
using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class LintCommandTests
{
    [Fact]
    public async Task A_record_is_read_from_a_file_without_its_last_line_break()
    {
        var file = Path.Combine(Path.GetTempPath(), $"auditor-lint-{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, "v=DMARC1; p=reject; rua=mailto:a@example.com\r\n", TestContext.Current.CancellationToken);
        try
        {
            var run = await CommandRun.OfAsync(LintCommand.Create(), "dmarc", "--file", file, "--format", "json");
            run.Json.GetProperty("findings").GetArrayLength().Should().Be(0);
            run.Json.GetProperty("effective").GetProperty("p").GetString().Should().Be("reject");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("mta-sts-policy", "version: STSv1\nmode: none\nmax_age: 86400\n", "valid", false)]
    [InlineData("mta-sts", "v=STSv1; id=1", "valid", true)]
    [InlineData("dmarc", "v=DMARC1; p=reject", "isRecord", true)]
    public async Task A_byte_order_mark_counts_in_a_file_that_is_served_and_not_before_a_record(string kind, string text, string field, bool expected)
    {
        var file = Path.Combine(Path.GetTempPath(), $"auditor-lint-{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, "\uFEFF" + text, new System.Text.UTF8Encoding(false), TestContext.Current.CancellationToken);
        try
        {
            var run = await CommandRun.OfAsync(LintCommand.Create(), kind, "--file", file, "--format", "json");
            run.Json.GetProperty(field).GetBoolean().Should().Be(expected);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_DKIM_key_is_printed_with_what_was_parsed()
    {
        var run = await CommandRun.OfAsync(LintCommand.Create(), "dkim", "v=DKIM1; k=ed25519; t=s; p=G4ClbKbS2npYzT917KlNJlpPJUvFWnyEGNG2b6m9GzI=", "--format", "json");
        run.ExitCode.Should().Be(0);
        run.Json.GetProperty("valid").GetBoolean().Should().BeTrue();
        (run.Json.GetProperty("parsed").GetProperty("keyType").GetString(), run.Json.GetProperty("parsed").GetProperty("strict").GetBoolean()).Should().Be(("ed25519", true));
    }

    [Fact]
    public async Task A_faulty_record_is_still_an_answer()
    {
        var run = await CommandRun.OfAsync(LintCommand.Create(), "dmarc", "p=none");
        run.ExitCode.Should().Be(0);
        run.Output.Should().Contain("DMARC-UNUSABLE");
    }

    [Theory]
    [InlineData("dmarc")]
    [InlineData("dmarc", "v=DMARC1", "--file", "x")]
    [InlineData("dmarc", "--file", "/does/not/exist")]
    [InlineData("nonsense", "x")]
    public async Task A_mistake_in_the_arguments_is_one_line_and_exit_code_1(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(LintCommand.Create(), arguments);
        (run.ExitCode, run.Output).Should().Be((1, string.Empty));
        run.Error.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Control_characters_of_a_record_never_reach_the_terminal() =>
        (await CommandRun.OfAsync(LintCommand.Create(), "dmarc", "v=DMARC1; p=none\u001b[31m; rua=mailto:a@example.com")).Output.Should().NotContain("\u001b");
}
