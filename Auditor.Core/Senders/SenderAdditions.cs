using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auditor.Core.Dns;

namespace Auditor.Core.Senders;

/// <summary>Reads the services and selectors that a user adds to the catalogue: JSON of the same form as <c>senders.json</c>.</summary>
public static class SenderAdditions
{
    private const int ProblemsShown = 5;

    /// <summary>The catalogue with the additions: a service with an id of the catalogue replaces that one, others come first.</summary>
    /// <param name="catalogue">What to add to.</param>
    /// <param name="json">The text of the file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="CatalogueException">The text is no such file, or something in it cannot be used.</exception>
    public static SenderCatalogue Merge(SenderCatalogue catalogue, string json, string file)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var additions = Parse(json, file);
        var services = additions.Services.IsDefault ? [] : additions.Services;
        var selectors = additions.ProbeSelectors.IsDefault ? [] : additions.ProbeSelectors;
        var problems = SenderCheck.Problems(services, catalogue.DeadIncludes)
            .Concat(selectors.Where(s => !DomainName.TryParse(s, out _)).Select(s => $"probeSelectors: '{s}' is no selector; it is the part before ._domainkey, such as s1"))
            .ToList();
        if (problems.Count > 0)
        {
            var more = problems.Count > ProblemsShown ? $"; and {problems.Count - ProblemsShown} more" : string.Empty;
            throw new CatalogueException($"{file}: {string.Join("; ", problems.Take(ProblemsShown))}{more}.");
        }

        return catalogue.With(services, selectors);
    }

    private static AdditionsFile Parse(string json, string file)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AdditionsJson.Default.AdditionsFile) ?? throw new CatalogueException($"{file}: the file holds 'null'. {Form}");
        }
        catch (JsonException e)
        {
            throw new CatalogueException($"{file}, line {e.LineNumber + 1}: {e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0]} {Form}", e);
        }
    }

    private const string Form =
        """It has the form {"probeSelectors": ["s1"], "services": [{"id": "acme", "name": "Acme", "category": "transactional", "confidence": "documented", "spfIncludes": ["spf.acme.example"], "selectors": ["acme1"]}]}.""";

    // What the catalogue's own file has beside its content is accepted, so that a copy of it can be edited.
    internal sealed record AdditionsFile
    {
        public JsonElement? Version { get; set; }

        public JsonElement? Licence { get; set; }

        public JsonElement? Confidence { get; set; }

        public JsonElement? Matching { get; set; }

        public JsonElement? IncludesThatDoNotExist { get; set; }

        public ImmutableArray<string> ProbeSelectors { get; set; }

        public ImmutableArray<SendingService> Services { get; set; }
    }
}

/// <summary>Reads it by code made when the product is built.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SenderAdditions.AdditionsFile))]
internal sealed partial class AdditionsJson : JsonSerializerContext;
