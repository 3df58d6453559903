using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auditor.Core.Auditing;

/// <summary>Reads and writes <see cref="AuditDocument"/>: camel case, enumerations as kebab-case words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = false)]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(SpfTreeDocument))]
[JsonSerializable(typeof(Findings.Finding))]
public sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>The options of every machine-readable output: compact, nothing escaped but what JSON needs.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false);

    /// <summary>As <see cref="Compact"/>, indented.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(Default, new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver()),
    };
}
