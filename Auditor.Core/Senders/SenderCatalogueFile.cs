using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Auditor.Core.Senders;

/// <summary>The catalogue's file.</summary>
internal sealed record SenderCatalogueFile(string Version, ImmutableArray<string> ProbeSelectors, ImmutableArray<SendingService> Services, ImmutableArray<string> IncludesThatDoNotExist);

/// <summary>Reads it by code made when the product is built: by reflection it took a tenth of a second at each start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SenderCatalogueFile))]
internal sealed partial class SenderJson : JsonSerializerContext;
