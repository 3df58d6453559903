using System.CommandLine;
using Auditor.Worker.Cli.Spf;

namespace Auditor.Worker.Cli;

/// <summary><c>auditor spf check</c> and <c>auditor spf tree</c>.</summary>
internal static class SpfCommands
{
    public static Command Create() => new("spf", "Evaluates SPF for a message, or shows what a record costs.")
    {
        SpfCheckCommand.Create(),
        SpfTreeCommand.Create(),
    };
}
