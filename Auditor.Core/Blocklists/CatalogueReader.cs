using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>Checks a catalogue and makes lists of it; the first thing that is wrong is named with its zone.</summary>
internal sealed class CatalogueReader(CatalogueFile file)
{
    /// <summary>Lists in one file: far above any collection, and a bound for what a file can make the program ask.</summary>
    private const int MaxZones = 500;

    public BlocklistCatalogue Read(BlocklistCatalogue? before)
    {
        if (file.Zones.Length > MaxZones)
        {
            throw new BlocklistCatalogueException($"The catalogue has {file.Zones.Length} lists; at most {MaxZones} are read.");
        }

        ImmutableArray<DeadBlocklist> dead = [.. before?.Dead ?? [], .. file.Dead];
        var zones = file.Zones.Select(z => ReadZone(z, dead)).ToList();
        return zones.GroupBy(z => z.Zone).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new BlocklistCatalogueException($"The list {twice.Key} is there twice.")
            : BlocklistCatalogue.Of(file.Version ?? before?.Version ?? string.Empty, zones, file.Dead, file.PublicResolvers.Select(ReadResolver), before, file.Replace);
    }

    private static BlocklistZone ReadZone(CatalogueZone text, ImmutableArray<DeadBlocklist> dead)
    {
        if (!DomainName.TryParse(text.Zone, out var zone) || !zone.IsHostName)
        {
            throw new BlocklistCatalogueException($"'{text.Zone}' is no zone of a list.");
        }

        if (dead.FirstOrDefault(d => d.Is(zone)) is { } gone)
        {
            throw new BlocklistCatalogueException($"The list {zone} must not be asked any more: {gone.Why}.");
        }

        var bits = text.CodeMode == "bitmask";
        var weight = BlocklistWords.WeightOf(text.Weight) ?? throw Wrong(zone, "weight", text.Weight, "high, medium, low, info");
        var type = BlocklistWords.TypeOf(text.ListType) ?? throw Wrong(zone, "listType", text.ListType, "block, policy, info, allow, reputation");
        return new BlocklistZone
        {
            Zone = zone,
            Name = text.Name ?? zone.Value,
            Operator = text.Operator ?? zone.Value,
            Kind = BlocklistWords.KindOf(text.Kind) ?? throw Wrong(zone, "kind", text.Kind, "ip, domain, email-hash"),

            // A block list that no receiver acts on is there for information.
            Type = type == BlocklistType.Block && weight == BlocklistWeight.None ? BlocklistType.Info : type,
            IsBitmask = bits || (text.CodeMode == "exact" ? false : throw Wrong(zone, "codeMode", text.CodeMode, "exact, bitmask")),
            Codes = [.. text.Codes.Select(c => ReadCode(zone, c.Key, c.Value, bits, isError: false))],
            ErrorCodes = [.. text.ErrorCodes.Select(c => ReadCode(zone, c.Key, c.Value, bits: false, isError: true))],
            HasIpv4 = text.Ipv4,
            HasIpv6 = text.Ipv6,
            TestListed = ReadTests(zone, text.TestListed, text.Kind),
            TestNotListed = ReadTests(zone, text.TestNotListed, text.Kind),
            Weight = weight,
            IsOn = text.DefaultOn,
            Terms = text.AccessPolicy ?? string.Empty,
            Note = text.Note,
            MinIntervalMs = text.MinIntervalMs is null or (>= 0 and <= 60_000) ? text.MinIntervalMs : throw Wrong(zone, "minIntervalMs", $"{text.MinIntervalMs}", "0 to 60000"),
            Access = text.Access is { } access ? ReadAccess(zone, access) : null,
        };
    }

    private static BlocklistCode ReadCode(DomainName zone, string pattern, CatalogueCode code, bool bits, bool isError)
    {
        if (!(bits ? BlocklistCode.IsBit(pattern) : BlocklistCode.IsPattern(pattern)))
        {
            throw Wrong(zone, "code", pattern, bits ? "1, 2, 4, ... 128" : "127.a.b.c, with x for any octet");
        }

        BlocklistType? type = code.Type is null ? null : BlocklistWords.TypeOf(code.Type) ?? throw Wrong(zone, "type", code.Type, "block, policy, info, allow, neutral");
        var word = code.Word ?? Slug(code.Meaning);
        return new BlocklistCode(pattern, isError ? word.ToLowerInvariant() : word, code.Meaning, type);
    }

    private static ImmutableArray<BlocklistSubject>? ReadTests(DomainName zone, ImmutableArray<string>? texts, string kind) => texts is not { } given ? null :
    [
        .. given.Select(t => kind == "domain" && DomainName.TryParse(t, out var name) ? BlocklistSubject.Of(name)
            : kind == "ip" && IPAddress.TryParse(t, out var address) ? BlocklistSubject.Of(address)
            : throw Wrong(zone, "test point", t, kind == "ip" ? "an address" : "a domain name")),
    ];

    private static BlocklistAccess ReadAccess(DomainName zone, CatalogueAccess access) =>
        access.Form.StartsWith("{key}.", StringComparison.Ordinal) && DomainName.TryParse(access.Form[6..], out _)
            ? new BlocklistAccess(access.Key, access.Form, access.Required)
            : throw Wrong(zone, "access form", access.Form, "{key}. and the name of a zone");

    private static (string Name, ImmutableArray<IPNetwork> Ranges) ReadResolver(CatalogueResolver resolver) =>
        (resolver.Name, [.. resolver.Ranges.Select(r => IPNetwork.TryParse(r, out var range) ? range : throw new BlocklistCatalogueException($"'{r}' of {resolver.Name} is no range of addresses."))]);

    // "DDoS drone" becomes DDOS-DRONE.
    private static string Slug(string text) =>
        string.Join('-', text.ToUpperInvariant().Split([.. text.ToUpperInvariant().Where(c => !char.IsAsciiLetterOrDigit(c))], StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } slug ? slug : ListReading.UnknownCode;

    private static BlocklistCatalogueException Wrong(DomainName zone, string what, string given, string known) => new($"The list {zone} has the {what} '{given}', which is none of {known}.");
}
