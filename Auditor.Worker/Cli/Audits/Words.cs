using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Lower-case words for enumerations, as the JSON form has them.</summary>
internal static class Words
{
    public static string Of(RecordStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(Severity severity) => severity.ToString().ToLowerInvariant();
}
