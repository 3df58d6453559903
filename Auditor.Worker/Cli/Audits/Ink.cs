using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Colours for a terminal; plain text elsewhere and where NO_COLOR is set (https://no-color.org).</summary>
internal sealed class Ink(bool isColoured)
{
    public static Ink For(TextWriter output) =>
        new(ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));

    public string Bold(string text) => In("1", text);

    public string Score(string text, int? value) => In(value switch { null => "35", >= 90 => "32", >= 70 => "33", _ => "31" }, text);

    public string Severity(Severity severity) => In(
        severity switch { Core.Findings.Severity.Error => "31", Core.Findings.Severity.Warning => "33", _ => "36" },
        Words.Of(severity).PadRight(7));

    private string In(string code, string text) => isColoured ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
