using System.CommandLine;
using System.Text.Json;
using Auditor.Worker.Cli;

namespace Auditor.Tests.Support;

/// <summary>One run of a command of <c>auditor</c> inside the test, with what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>The output as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<CommandRun> OfAsync(Command command, params string[] arguments)
    {
        var result = new RootCommand { command }.Parse([command.Name, .. arguments]);
        if (result.Errors.Count > 0)
        {
            return new CommandRun(Auditor.Worker.Cli.ExitCode.Error, string.Empty, result.Errors[0].Message);
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            var exit = await result.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
            return new CommandRun(exit, output.ToString(), error.ToString());
        }
        catch (UsageException e)
        {
            return new CommandRun(Auditor.Worker.Cli.ExitCode.Error, output.ToString(), e.Message);
        }
    }
}
