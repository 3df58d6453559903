using Auditor.Core.Findings;

namespace Auditor.Worker.Cli;

/// <summary>Findings for people at a terminal.</summary>
internal static class FindingText
{
    /// <summary>Writes each finding with its detail, its remedy, and the record to publish.</summary>
    public static async Task WriteAsync(TextWriter output, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings.OrderByDescending(f => f.Severity))
        {
            await output.WriteLineAsync().ConfigureAwait(false);
            await output.WriteLineAsync(Printable($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Title} ({finding.Source})")).ConfigureAwait(false);
            await output.WriteLineAsync(Printable($"  {finding.Detail}")).ConfigureAwait(false);
            await output.WriteLineAsync(Printable($"  Fix: {finding.Fix}")).ConfigureAwait(false);
            if (finding.Publish is { } record)
            {
                await output.WriteLineAsync(Printable($"  Publish: {record.Name} {record.Type} {record.Data}")).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The text with control characters replaced, since DNS data may hold anything and a terminal obeys it.</summary>
    public static string Printable(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(source[i]) ? '?' : source[i];
        }
    });
}
