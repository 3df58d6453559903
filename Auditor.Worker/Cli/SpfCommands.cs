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

    /// <summary>The <c>--format</c> of both commands.</summary>
    internal static Option<string> FormatOption()
    {
        var format = new Option<string>("--format") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }
}
