using System.CommandLine;

namespace Auditor.Worker.Cli;

/// <summary>The commands that Auditor.Native runs itself, compiled ahead of time; all others, and every help but theirs, it hands over to the program beside it.</summary>
internal static class NativeCommands
{
    private static readonly string[] Names = ["audit", "parse"];

    /// <summary>True for arguments that these commands can answer.</summary>
    public static bool CanRun(string[] args) => args is [var name, ..] && Names.Contains(name, StringComparer.Ordinal);

    /// <summary>These commands.</summary>
    public static IEnumerable<Command> Create() => [AuditCommand.Create(), ParseCommand.Create()];
}
