using System.Collections.Immutable;
using System.Text.Json;
using Auditor.Core.Dns;

namespace Auditor.Core.Senders;

/// <summary>The catalogue of sending services: who is behind an include, an MX host, a key's alias or a reverse name.</summary>
public sealed class SenderCatalogue
{
    private static readonly Lazy<SenderCatalogue> Shared = new(ReadEmbedded);

    private readonly Dictionary<string, SendingService> byInclude = new(StringComparer.Ordinal);
    private readonly ImmutableArray<(NamePattern Pattern, SendingService Service)> includePatterns;
    private readonly NameSuffixes mxHosts;
    private readonly NameSuffixes keyTargets;
    private readonly NameSuffixes reverseNames;

    private SenderCatalogue(SenderCatalogueFile file)
    {
        Version = file.Version;
        Services = file.Services;
        ProbeSelectors = file.ProbeSelectors;
        DeadIncludes = file.IncludesThatDoNotExist;
        includePatterns = [.. from service in Services
                              from pattern in service.SpfIncludePatterns
                              select (new NamePattern(pattern), service)];
        foreach (var service in Services)
        {
            foreach (var include in service.SpfIncludes)
            {
                byInclude.TryAdd(include.ToLowerInvariant(), service);
            }
        }

        mxHosts = new NameSuffixes(Services, s => s.MxSuffixes);
        keyTargets = new NameSuffixes(Services, s => s.KeyTargets);
        reverseNames = new NameSuffixes(Services, s => s.ReverseSuffixes);
    }

    /// <summary>The catalogue that comes with the product.</summary>
    public static SenderCatalogue Default => Shared.Value;

    /// <summary>Date of the catalogue.</summary>
    public string Version { get; }

    public ImmutableArray<SendingService> Services { get; }

    /// <summary>Selectors that many services use, most common first: what to try when nothing better is known.</summary>
    public ImmutableArray<string> ProbeSelectors { get; }

    /// <summary>Includes that people copy from each other and that do not exist; never to be offered.</summary>
    public ImmutableArray<string> DeadIncludes { get; }

    /// <summary>The catalogue with more services and selectors before its own; a service replaces the one with its id.</summary>
    public SenderCatalogue With(IEnumerable<SendingService> services, IEnumerable<string> probeSelectors) => new(new SenderCatalogueFile(
        Version,
        [.. probeSelectors.Concat(ProbeSelectors).Distinct(StringComparer.OrdinalIgnoreCase)],
        [.. services.Concat(Services).DistinctBy(s => s.Id)],
        DeadIncludes));

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="JsonException">The text is no catalogue.</exception>
    public static SenderCatalogue Read(Stream json) =>
        new(JsonSerializer.Deserialize(json, SenderJson.Default.SenderCatalogueFile) ?? throw new JsonException("The catalogue of senders is empty."));

    /// <summary>The service behind an SPF include; null when the catalogue does not know it.</summary>
    public SendingService? OfInclude(DomainName target) =>
        byInclude.GetValueOrDefault(target.Value)
        ?? includePatterns.FirstOrDefault(p => p.Pattern.Matches(target.Value)).Service;

    /// <summary>The service behind an MX host; null when the catalogue does not know it.</summary>
    public SendingService? OfMailExchanger(DomainName host) => mxHosts.Find(host);

    /// <summary>The service behind the alias of a DKIM selector; null when the catalogue does not know it.</summary>
    public SendingService? OfKeyTarget(DomainName target) => keyTargets.Find(target);

    /// <summary>The service behind a reverse name; only a forward-confirmed name may be trusted. Null when the catalogue does not know it.</summary>
    public SendingService? OfReverseName(DomainName name) => reverseNames.Find(name);

    /// <summary>The services that a domain's SPF and MX point at, each once, in the order met.</summary>
    public ImmutableArray<SendingService> Infer(IEnumerable<DomainName> includes, IEnumerable<DomainName> mailExchangers)
    {
        ArgumentNullException.ThrowIfNull(includes);
        ArgumentNullException.ThrowIfNull(mailExchangers);
        return [.. includes.Select(OfInclude).Concat(mailExchangers.Select(OfMailExchanger)).OfType<SendingService>().DistinctBy(s => s.Id)];
    }

    private static SenderCatalogue ReadEmbedded()
    {
        const string Name = "Auditor.Core.Senders.senders.json";
        using var stream = typeof(SenderCatalogue).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the program.");
        return Read(stream);
    }
}
