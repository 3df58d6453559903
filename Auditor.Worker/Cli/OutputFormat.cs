using System.CommandLine;
using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli;

/// <summary><c>--format text|json</c> and the printing of documents.</summary>
internal static class OutputFormat
{
    public static Option<string> Create()
    {
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }

    /// <summary>Writes one JSON document; its field names are a public contract.</summary>
    public static Task WriteJsonAsync(TextWriter output, object document) =>
        output.WriteLineAsync(JsonSerializer.Serialize(document, AuditJson.Indented));
}
