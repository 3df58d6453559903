using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
    public static JsonSerializerOptions Compact { get; } = Create(indented: false, Written());

    /// <summary>As <see cref="Compact"/>, indented.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true, Written());

    /// <summary>
    /// The options for reading an audit again, also one that an earlier version has written: what it lacks keeps its default. Code made at build time
    /// would overwrite the default with nothing.
    /// </summary>
    public static JsonSerializerOptions Reading { get; } = Create(indented: false, new DefaultJsonTypeInfoResolver());

    // Not the generated Default: whether it is there already when these properties get their value depends on the order of the files.
    private static IJsonTypeInfoResolver Written() => JsonTypeInfoResolver.Combine(new AuditJson(), new DefaultJsonTypeInfoResolver());

    private static JsonSerializerOptions Create(bool indented, IJsonTypeInfoResolver resolver) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = resolver,
    };
}
