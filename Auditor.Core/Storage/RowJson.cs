using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Auditor.Core.Reports.Aggregate;

namespace Auditor.Core.Storage;

/// <summary>The two JSON columns of a report's row: short names, nulls left out.</summary>
public static class RowJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    /// <summary>The override reasons; null without any.</summary>
    public static string? Write(ImmutableArray<PolicyOverrideReason> reasons)
    {
        if (reasons.IsDefaultOrEmpty)
        {
            return null;
        }

        return WriteText(reasons, static (json, all) =>
        {
            json.WriteStartArray();
            foreach (var reason in all)
            {
                json.WriteStartObject();
                Text(json, "type", reason.Type);
                Text(json, "comment", reason.Comment);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>The raw results; null without any.</summary>
    public static string? Write(ImmutableArray<DkimAuthResult> dkim, ImmutableArray<SpfAuthResult> spf)
    {
        if (dkim.IsDefaultOrEmpty && spf.IsDefaultOrEmpty)
        {
            return null;
        }

        return WriteText((dkim, spf), static (json, all) =>
        {
            json.WriteStartObject();
            if (!all.dkim.IsDefaultOrEmpty)
            {
                json.WriteStartArray("dkim");
                foreach (var result in all.dkim)
                {
                    json.WriteStartObject();
                    Text(json, "domain", result.Domain);
                    Text(json, "selector", result.Selector);
                    Text(json, "result", result.Result);
                    Text(json, "human", result.HumanResult);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (!all.spf.IsDefaultOrEmpty)
            {
                json.WriteStartArray("spf");
                foreach (var result in all.spf)
                {
                    json.WriteStartObject();
                    Text(json, "domain", result.Domain);
                    Text(json, "scope", result.Scope);
                    Text(json, "result", result.Result);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Reads the column of override reasons.</summary>
    public static ImmutableArray<PolicyOverrideReason> ReadReasons(string? column)
    {
        if (column is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(column);
        return [.. json.RootElement.EnumerateArray().Select(r => new PolicyOverrideReason(Text(r, "type"), Text(r, "comment")))];
    }

    /// <summary>Reads the column of raw results.</summary>
    public static (ImmutableArray<DkimAuthResult> Dkim, ImmutableArray<SpfAuthResult> Spf) ReadAuthResults(string? column)
    {
        if (column is null)
        {
            return ([], []);
        }

        using var json = JsonDocument.Parse(column);
        var dkim = Items(json, "dkim").Select(r => new DkimAuthResult(Text(r, "domain"), Text(r, "selector"), Text(r, "result"), Text(r, "human")));
        var spf = Items(json, "spf").Select(r => new SpfAuthResult(Text(r, "domain"), Text(r, "scope"), Text(r, "result")));
        return ([.. dkim], [.. spf]);
    }

    private static string WriteText<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var bytes = buffer ??= new ArrayBufferWriter<byte>(1024);
        bytes.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            write(json, value);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, StoredText.Clean(value));
        }
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator Items(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var items) ? items.EnumerateArray() : default;
}
