using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Reads a file of audits that <c>audit --format json</c> or <c>jsonl</c> wrote.</summary>
internal static class AuditFile
{
    /// <summary>The audits by domain; of several of one domain the last counts.</summary>
    /// <param name="option">What named the file, for the error.</param>
    /// <param name="file">Its path.</param>
    /// <exception cref="UsageException">It cannot be read, or holds something else.</exception>
    public static Dictionary<string, AuditDocument> Read(string option, string file)
    {
        var text = AuditInput.Text(option, file);
        try
        {
            return Documents(text)
                .Select(a => a ?? throw new UsageException($"{option} {file}: not written by --format json or jsonl (it holds a null)"))
                .GroupBy(a => a.Domain, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{option} {file}: not written by --format json or jsonl ({e.Message})", e);
        }
    }

    private static IEnumerable<AuditDocument?> Documents(string text) => text.AsSpan().TrimStart() is ['[', ..]
        ? JsonSerializer.Deserialize<List<AuditDocument?>>(text, AuditJson.Reading) ?? []
        : text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonSerializer.Deserialize<AuditDocument>(line, AuditJson.Reading));
}
