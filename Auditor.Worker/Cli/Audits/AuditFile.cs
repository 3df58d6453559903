using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Reads a file of audits that <c>audit --format json</c> or <c>jsonl</c> wrote.</summary>
internal static class AuditFile
{
    /// <summary>The audits by domain; of several of one domain the last counts.</summary>
    /// <param name="option">What named the file, for the error.</param>
    /// <param name="file">Its path.</param>
    /// <exception cref="UsageException">It cannot be read, or holds something else.</exception>
    public static Dictionary<string, AuditDocument> Read(string option, string file) =>
        Read(option, file, AuditJson.Audit(AuditJson.Reading), a => a.Domain);

    /// <summary>The same with as much of each audit as the type holds.</summary>
    public static Dictionary<string, T> Read<T>(string option, string file, JsonTypeInfo<T> type, Func<T, string> domain)
        where T : class
    {
        var text = AuditInput.Text(option, file);
        try
        {
            return Documents(text, type)
                .Select(a => a ?? throw new UsageException($"{option} {file}: not written by --format json or jsonl (it holds a null)"))
                .GroupBy(domain, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{option} {file}: not written by --format json or jsonl ({e.Message})", e);
        }
    }

    private static IEnumerable<T?> Documents<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        if (text.AsSpan().TrimStart() is not ['[', ..])
        {
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonSerializer.Deserialize(line, type));
        }

        using var array = JsonDocument.Parse(text);
        return [.. array.RootElement.EnumerateArray().Select(item => item.Deserialize(type))];
    }
}
