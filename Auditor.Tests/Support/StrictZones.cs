using Auditor.Core.Dns;

namespace Auditor.Tests.Support;

/// <summary>Answers from a zone text and throws on a name outside its zones, so that no test relies on an accident.</summary>
internal sealed class StrictZones : IDnsResolver
{
    private readonly ZoneFileResolver zones;

    private StrictZones(ZoneFileResolver zones) => this.zones = zones;

    /// <summary>The questions so far, in order, as <c>name TYPE</c>.</summary>
    public List<string> Asked { get; } = [];

    public static StrictZones FromText(string zoneText) => new(ZoneFileResolver.FromText(zoneText));

    public static StrictZones Load(params string[] paths) => new(ZoneFileResolver.Load(paths, static _ => { }));

    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add($"{name} {type.ToString().ToUpperInvariant()}");
        }

        return zones.Covers(name, type)
            ? zones.QueryAsync(name, type, cancellationToken)
            : throw new InvalidOperationException($"The test asks for {name} {type}, which is in none of its zones ({string.Join(", ", zones.Zones)}). Add the zone, or a record at or above the name.");
    }
}
