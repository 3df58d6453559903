using System.CommandLine;
using System.CommandLine.Parsing;
using Auditor.Core;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;

namespace Auditor.Worker.Cli;

/// <summary>The `auditor` command: the root that the commands hang on.</summary>
internal static class AuditorCommandLine
{
    /// <summary>Parses and runs; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Audits the e-mail authentication of domains and reads DMARC reports.");
        foreach (var command in AheadOfTime.IsOn ? NativeCommands.Create() : Commands())
        {
            root.Subcommands.Add(command);
        }

        // An argument such as "@example.com" is an address, not a file of arguments.
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (UsageProblem(result) is { } problem)
        {
            await Console.Error.WriteLineAsync($"auditor: {problem}").ConfigureAwait(false);
            return ExitCode.Error;
        }

        try
        {
            return await result.InvokeAsync(Invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UsageException or StorageException or BackupException)
        {
            await Console.Error.WriteLineAsync($"auditor: {e.Message}").ConfigureAwait(false);
            return ExitCode.Error;
        }
    }

    private static string? UsageProblem(ParseResult result)
    {
        if (UnknownOption(result) is { } option)
        {
            return $"There is no option '{option}' here. Run '{CommandPath(result)} --help' for those that there are.";
        }

        if (result.Errors.Count == 0)
        {
            return null;
        }

        if (result.CommandResult.Command.Subcommands.Count > 0 && result.UnmatchedTokens is [var word, ..])
        {
            return $"There is no command '{word}'. Run '{CommandPath(result)} --help' for those that there are.";
        }

        var message = string.Join(' ', result.Errors[0].Message.Split((char[])['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return $"{message} Run '{CommandPath(result)} --help' for the usage.";
    }

    // A mistyped flag would be taken for one more domain or path. Whatever begins with a dash and is meant comes after "--".
    private static string? UnknownOption(ParseResult result) =>
        result.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
            .Where(t => t.Type == TokenType.Argument)
            .Select(t => t.Value)
            .FirstOrDefault(LooksLikeOption);

    private static bool LooksLikeOption(string text)
    {
        var name = text.AsSpan().TrimStart('-');
        return text.Length - name.Length is 1 or 2 && name.Length > 0 && char.IsAsciiLetter(name[0]) && !name.Contains(' ');
    }

    private static string CommandPath(ParseResult result)
    {
        var names = new List<string>();
        for (var command = result.CommandResult; command.Parent is CommandResult parent; command = parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names.Prepend("auditor"));
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
        yield return CompareCommand.Create();
        yield return SpfCommands.Create();
        yield return DkimCommands.Create();
        yield return DmarcCommands.Create();
        yield return LintCommand.Create();
        yield return ParseCommand.Create();
        yield return IngestCommand.Create();
        yield return WorkCommand.Create();
        yield return UserCommand.Create();
        yield return MigrateCommand.Create();
        yield return BackupCommand.Create();
        yield return RestoreCommand.Create();
        yield return HoldCommand.Create();
        yield return EraseCommand.Create();
        yield return QuarantineCommand.Create();
        yield return ReparseCommand.Create();
        yield return DoctorCommand.Create();
    }
}
