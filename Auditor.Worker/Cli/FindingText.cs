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
            await output.WriteLineAsync(SafeText.Of($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code}: {finding.Title} ({finding.Source})")).ConfigureAwait(false);
            await output.WriteLineAsync(SafeText.Of($"  {finding.Detail}")).ConfigureAwait(false);
            await output.WriteLineAsync(SafeText.Of($"  Fix: {finding.Fix}")).ConfigureAwait(false);
            if (finding.Publish is { } record)
            {
                await output.WriteLineAsync(SafeText.Of($"  Publish: {record.Name} {record.Type} {record.Data}")).ConfigureAwait(false);
            }
        }
    }
}
