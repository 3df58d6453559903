using System.CommandLine;
using Auditor.Core.Storage;

namespace Auditor.Worker.Cli;

/// <summary>The `auditor` command: the root that the commands hang on.</summary>
internal static class AuditorCommandLine
{
    /// <summary>Parses and runs; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Audits the e-mail authentication of domains and reads DMARC reports.");
        foreach (var command in Commands())
        {
            root.Subcommands.Add(command);
        }

        // An argument such as "@example.com" is an address, not a file of arguments.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            var message = string.Join(' ', result.Errors[0].Message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
            await Console.Error.WriteLineAsync($"auditor: {message} Run 'auditor --help' for the usage.").ConfigureAwait(false);
            return ExitCode.Error;
        }

        try
        {
            return await result.InvokeAsync(Invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or StorageException)
        {
            await Console.Error.WriteLineAsync($"auditor: {e.Message}").ConfigureAwait(false);
            return ExitCode.Error;
        }
    }

    // A worker that is asked to stop needs a moment to reach a safe boundary.
    private static InvocationConfiguration Invocation => new()
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = WorkCommand.StopWithin + TimeSpan.FromSeconds(5),
    };

    // One line a command, in the order of the help.
    private static IEnumerable<Command> Commands()
    {
        yield return AuditCommand.Create();
        yield return SpfCommands.Create();
        yield return DkimCommands.Create();
        yield return DmarcCommands.Create();
        yield return LintCommand.Create();
        yield return ParseCommand.Create();
        yield return IngestCommand.Create();
        yield return WorkCommand.Create();
        yield return UserCommand.Create();
        yield return MigrateCommand.Create();
    }
}
