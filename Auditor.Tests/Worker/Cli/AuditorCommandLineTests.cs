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
}
