using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>Reads and writes <see cref="AuditDocument"/>: camel case, enumerations as kebab-case words.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = false)]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(SpfTreeDocument))]
[JsonSerializable(typeof(Finding))]
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
    public static JsonSerializerOptions Reading => ByReflection.Reading;

    /// <summary>How an audit is written with <see cref="Compact"/> or <see cref="Indented"/>.</summary>
    public static JsonTypeInfo<AuditDocument> Audit(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (JsonTypeInfo<AuditDocument>)options.GetTypeInfo(typeof(AuditDocument));
    }

    // Not the generated Default: whether it is there already when these properties get their value depends on the order of the files.
    private static IJsonTypeInfoResolver Written() => AheadOfTime.IsOn ? new AuditJson() : ByReflection.Beside(new AuditJson());

    private static JsonSerializerOptions Create(bool indented, IJsonTypeInfoResolver resolver)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            WriteIndented = indented,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter<Severity>(JsonNamingPolicy.KebabCaseLower), new JsonStringEnumConverter<DnsStatus>(JsonNamingPolicy.KebabCaseLower), new JsonStringEnumConverter<RecordStatus>(JsonNamingPolicy.KebabCaseLower) },
            TypeInfoResolver = resolver,
        };
        if (!AheadOfTime.IsOn)
        {
            ByReflection.AddEnums(options);
        }

        return options;
    }

    // Types that no code was made for at build time: documents of other commands, and all that is read.
    private static class ByReflection
    {
        public static JsonSerializerOptions Reading { get; } = Create(indented: false, new DefaultJsonTypeInfoResolver());

        public static IJsonTypeInfoResolver Beside(IJsonTypeInfoResolver made) => JsonTypeInfoResolver.Combine(made, new DefaultJsonTypeInfoResolver());

        public static void AddEnums(JsonSerializerOptions options) => options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
    }
}
