using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class AuditorCommandLineTests
{
    [Theory]
    [InlineData("audit example.com --bogus", "There is no option '--bogus' here. Run 'auditor audit --help'")]
    [InlineData("spf check example.com -x", "There is no option '-x' here. Run 'auditor spf check --help'")]
    [InlineData("parse --sumary reports", "There is no option '--sumary' here. Run 'auditor parse --help'")]
    [InlineData("frobnicate", "There is no command 'frobnicate'. Run 'auditor --help'")]
    public async Task A_mistyped_word_is_one_line_and_exit_code_1(string arguments, string expected)
    {
        var run = await AuditorProcess.RunAsync(arguments.Split(' '));
        run.ExitCode.Should().Be(1);
        run.Output.Should().BeEmpty();
        run.Error.TrimEnd().Should().Contain(expected).And.NotContain("\n");
    }

    [Theory]
    [InlineData("parse .")]
    [InlineData("ingest .")]
    [InlineData("work")]
    public async Task A_configuration_that_is_no_json_is_one_line_and_exit_code_1(string arguments)
    {
        var folder = Directory.CreateTempSubdirectory("auditor-configuration-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "appsettings.json"), "{ \"Storage\": ", TestContext.Current.CancellationToken);
            var run = await AuditorProcess.RunInAsync(folder, arguments.Split(' '));
            run.ExitCode.Should().Be(1);
            run.Output.Should().BeEmpty();
            run.Error.TrimEnd().Should().StartWith("auditor: ").And.Contain("appsettings.json cannot be read (").And.NotContain("\n");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
