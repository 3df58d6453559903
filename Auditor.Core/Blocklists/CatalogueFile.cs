using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auditor.Core.Blocklists;

/// <summary>
/// The text of a catalogue, as dnsbl.json and users' files have it; <see cref="CatalogueReader"/> checks it. Properties are set, not initialised:
/// code made at build time would overwrite the default of what a file leaves out.
/// </summary>
internal sealed record CatalogueFile
{
    public string? Version { get; set; }

    /// <summary>True in a user's file that wants no list but its own.</summary>
    public bool Replace { get; set; }

    public ImmutableArray<CatalogueZone> Zones { get; set; } = [];

    public ImmutableArray<DeadBlocklist> Dead { get; set; } = [];

    public ImmutableArray<CatalogueResolver> PublicResolvers { get; set; } = [];

    public static CatalogueFile Parse(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, CatalogueJson.Default.CatalogueFile) ?? throw new BlocklistCatalogueException("The catalogue of blocklists is empty.");
        }
        catch (JsonException e)
        {
            throw new BlocklistCatalogueException($"It is no catalogue of blocklists: {e.Message}", e);
        }
    }
}

/// <summary>Reads it by code made when the product is built.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(CatalogueFile))]
internal sealed partial class CatalogueJson : JsonSerializerContext;

/// <summary>One list as it is written.</summary>
internal sealed record CatalogueZone
{
    public required string Zone { get; set; }

    public string? Name { get; set; }

    public string? Operator { get; set; }

    public string Kind { get; set; } = "ip";

    public string ListType { get; set; } = "block";

    public string CodeMode { get; set; } = "exact";

    public Dictionary<string, CatalogueCode> Codes { get; set; } = [];

    public Dictionary<string, CatalogueCode> ErrorCodes { get; set; } = [];

    public bool Ipv4 { get; set; } = true;

    public bool Ipv6 { get; set; }

    public ImmutableArray<string>? TestListed { get; set; }

    public ImmutableArray<string>? TestNotListed { get; set; }

    public CatalogueAccess? Access { get; set; }

    public string? AccessPolicy { get; set; }

    public string Weight { get; set; } = "low";

    public bool DefaultOn { get; set; } = true;

    public string? Note { get; set; }

    public int? MinIntervalMs { get; set; }
}

/// <summary>A code's word, or its word, meaning and type.</summary>
[JsonConverter(typeof(CatalogueCodeConverter))]
internal sealed record CatalogueCode(string? Word, string Meaning, string? Type);

internal sealed record CatalogueAccess(string Key, string Form, bool Required = false);

internal sealed record CatalogueResolver(string Name, ImmutableArray<string> Ranges);

/// <summary>Reads <c>"listed"</c> as well as <c>{"word":"SBL","meaning":"...","type":"block"}</c>.</summary>
internal sealed class CatalogueCodeConverter : JsonConverter<CatalogueCode>
{
    public override CatalogueCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new CatalogueCode(null, reader.GetString()!, null);
        }

        using var element = JsonDocument.ParseValue(ref reader);
        return element.RootElement.ValueKind == JsonValueKind.Object
            ? new CatalogueCode(Text(element.RootElement, "word"), Text(element.RootElement, "meaning") ?? Text(element.RootElement, "word") ?? string.Empty, Text(element.RootElement, "type"))
            : throw new JsonException("a code is a text, or an object with word, meaning and type.");
    }

    public override void Write(Utf8JsonWriter writer, CatalogueCode value, JsonSerializerOptions options) => throw new NotSupportedException();

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
