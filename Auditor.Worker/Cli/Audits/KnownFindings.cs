using System.Text.Json;
using Auditor.Core.Auditing;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The findings of an earlier audit (<c>--baseline</c>): they are shown, and do not fail the run.</summary>
internal sealed class KnownFindings
{
    private readonly HashSet<(string Domain, string Code, string? Subject)> known = [];

    /// <summary>Reads a file that <c>--format json</c> or <c>jsonl</c> wrote; null without one.</summary>
    public static KnownFindings? Read(string? file)
    {
        if (file is null)
        {
            return null;
        }

        var text = AuditInput.Text("--baseline", file);
        var result = new KnownFindings();
        try
        {
            foreach (var document in Documents(text))
            {
                result.known.UnionWith(document.Findings.Select(f => (document.Domain, f.Code, f.Subject)));
            }
        }
        catch (JsonException e)
        {
            throw new UsageException($"--baseline {file}: not written by --format json or jsonl ({e.Message})", e);
        }

        return result;
    }

    /// <summary>True when the earlier audit had this finding for the same subject.</summary>
    public bool Contains(AuditDocument document, Finding finding) => known.Contains((document.Domain, finding.Code, finding.Subject));

    private static IEnumerable<AuditDocument> Documents(string text) => text.AsSpan().TrimStart() is ['[', ..]
        ? JsonSerializer.Deserialize<List<AuditDocument>>(text, AuditJson.Compact) ?? []
        : text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonSerializer.Deserialize<AuditDocument>(line, AuditJson.Compact)!);
}
