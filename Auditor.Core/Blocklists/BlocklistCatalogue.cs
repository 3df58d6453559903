using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>The lists that may be asked, and the public resolvers that they refuse.</summary>
public sealed class BlocklistCatalogue
{
    private static readonly Lazy<BlocklistCatalogue> Shared = new(ReadEmbedded);

    private readonly ImmutableArray<(string Name, ImmutableArray<IPNetwork> Ranges)> publicResolvers;

    private BlocklistCatalogue(
        string version, ImmutableArray<BlocklistZone> zones, ImmutableArray<DeadBlocklist> dead, ImmutableArray<(string Name, ImmutableArray<IPNetwork> Ranges)> resolvers)
    {
        Version = version;
        Zones = zones;
        Dead = dead;
        publicResolvers = resolvers;
    }

    /// <summary>The catalogue that comes with the product.</summary>
    public static BlocklistCatalogue Default => Shared.Value;

    /// <summary>Date of the catalogue.</summary>
    public string Version { get; }

    /// <summary>All lists, with those that are off.</summary>
    public ImmutableArray<BlocklistZone> Zones { get; }

    /// <summary>Lists that closed, or that list the world.</summary>
    public ImmutableArray<DeadBlocklist> Dead { get; }

    /// <summary>The lists that are asked: switched on, about addresses or domains, and with a key where they need one.</summary>
    public IEnumerable<BlocklistZone> Asked => Zones.Where(z => z is { IsOn: true, LacksKey: false } && z.Kind != BlocklistKind.EmailHash);

    /// <summary>The list of that name; null when the catalogue does not have it.</summary>
    public BlocklistZone? Find(string zone) => Zones.FirstOrDefault(z => z.Zone.Value == zone);

    /// <summary>Whose public resolver has the address; null when it is none that is known. Lists refuse or mislead those who ask through one.</summary>
    public string? PublicResolver(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return publicResolvers.FirstOrDefault(r => r.Ranges.Any(range => range.Contains(plain))).Name;
    }

    /// <summary>Reads a catalogue of the product's own form.</summary>
    /// <exception cref="BlocklistCatalogueException">The text is no such catalogue; the message is one line for people.</exception>
    public static BlocklistCatalogue Read(Stream json) => new CatalogueReader(CatalogueFile.Parse(json)).Read(null);

    /// <summary>
    /// This catalogue with a user's file: lists of the same zone are replaced, others added, and with <c>"replace": true</c> only the file's are left.
    /// A list of the file is on unless it says <c>"defaultOn": false</c>.
    /// </summary>
    /// <exception cref="BlocklistCatalogueException">The file is no catalogue; the message is one line for people.</exception>
    public BlocklistCatalogue With(Stream json) => new CatalogueReader(CatalogueFile.Parse(json)).Read(this);

    /// <summary>This catalogue with keys by name, such as <c>spamhaus</c>: lists that take one are asked with it.</summary>
    /// <exception cref="BlocklistCatalogueException">A key cannot be part of a name; the message does not hold it.</exception>
    public BlocklistCatalogue WithKeys(IReadOnlyDictionary<string, string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var (name, key) in keys)
        {
            if (!key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || key.Length is 0 or > DomainName.MaxLabelLength)
            {
                throw new BlocklistCatalogueException($"The {name} key is no key: it is made of letters and digits, at most {DomainName.MaxLabelLength}.");
            }
        }

        return new BlocklistCatalogue(
            Version,
            [.. Zones.Select(z => z.Access is { } access && keys.TryGetValue(access.KeyName, out var key) ? z with { Key = key.ToLowerInvariant(), IsOn = true } : z)],
            Dead,
            publicResolvers);
    }

    internal static BlocklistCatalogue Of(
        string version, IEnumerable<BlocklistZone> zones, IEnumerable<DeadBlocklist> dead, IEnumerable<(string Name, ImmutableArray<IPNetwork> Ranges)> resolvers, BlocklistCatalogue? before, bool replaces)
    {
        ImmutableArray<BlocklistZone> read = [.. zones];
        var kept = (before?.Zones ?? []).Where(z => !replaces && read.All(r => r.Zone != z.Zone));
        return new BlocklistCatalogue(version, [.. kept, .. read], [.. before?.Dead ?? [], .. dead], [.. before?.publicResolvers ?? [], .. resolvers]);
    }

    private static BlocklistCatalogue ReadEmbedded()
    {
        const string Name = "Auditor.Core.Blocklists.dnsbl.json";
        using var stream = typeof(BlocklistCatalogue).Assembly.GetManifestResourceStream(Name)
            ?? throw new InvalidOperationException($"The resource {Name} is missing from the program.");
        return Read(stream);
    }
}

/// <summary>A list that must not be asked any more.</summary>
/// <param name="Zone">Its zone; <c>*.</c> in front means all below.</param>
/// <param name="Why">What became of it.</param>
public sealed record DeadBlocklist(string Zone, string Why)
{
    /// <summary>True when this is the list.</summary>
    public bool Is(DomainName zone) => Zone.StartsWith("*.", StringComparison.Ordinal)
        ? DomainName.TryParse(Zone[2..], out var parent) && zone.IsAtOrBelow(parent)
        : DomainName.TryParse(Zone, out var dead) && zone == dead;
}

/// <summary>A catalogue of blocklists cannot be used; the message is one line for people.</summary>
public sealed class BlocklistCatalogueException : Exception
{
    public BlocklistCatalogueException()
    {
    }

    public BlocklistCatalogueException(string message)
        : base(message)
    {
    }

    public BlocklistCatalogueException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
