using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auditor.Core.Blocklists;

/// <summary>The text of a catalogue, as dnsbl.json and users' files have it; <see cref="CatalogueReader"/> checks it.</summary>
internal sealed record CatalogueFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string? Version { get; init; }

    /// <summary>True in a user's file that wants no list but its own.</summary>
    public bool Replace { get; init; }

    public ImmutableArray<CatalogueZone> Zones { get; init; } = [];

    public ImmutableArray<DeadBlocklist> Dead { get; init; } = [];

    public ImmutableArray<CatalogueResolver> PublicResolvers { get; init; } = [];

    public static CatalogueFile Parse(Stream json)
    {
        try
        {
            return JsonSerializer.Deserialize<CatalogueFile>(json, Json) ?? throw new BlocklistCatalogueException("The catalogue of blocklists is empty.");
        }
        catch (JsonException e)
        {
            throw new BlocklistCatalogueException($"It is no catalogue of blocklists: {e.Message}", e);
        }
    }
}

/// <summary>One list as it is written.</summary>
internal sealed record CatalogueZone
{
    public required string Zone { get; init; }

    public string? Name { get; init; }

    public string? Operator { get; init; }

    public string Kind { get; init; } = "ip";

    public string ListType { get; init; } = "block";

    public string CodeMode { get; init; } = "exact";

    public Dictionary<string, CatalogueCode> Codes { get; init; } = [];

    public Dictionary<string, CatalogueCode> ErrorCodes { get; init; } = [];

    public bool Ipv4 { get; init; } = true;

    public bool Ipv6 { get; init; }

    public ImmutableArray<string>? TestListed { get; init; }

    public ImmutableArray<string>? TestNotListed { get; init; }

    public CatalogueAccess? Access { get; init; }

    public string? AccessPolicy { get; init; }

    public string Weight { get; init; } = "low";

    public bool DefaultOn { get; init; } = true;

    public string? Note { get; init; }

    public int? MinIntervalMs { get; init; }
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
