using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Tests.Support;

namespace Auditor.Tests.Blocklists;

/// <summary>The catalogue and the zones of fixtures/blocklists.</summary>
internal static class SampleLists
{
    public static readonly BlocklistSubject Sender = BlocklistSubject.Of(IPAddress.Parse("192.0.2.1")) with { IsSender = true };
    public static readonly BlocklistSubject Other = BlocklistSubject.Of(IPAddress.Parse("192.0.2.9")) with { IsSender = true };
    public static readonly BlocklistSubject Name = BlocklistSubject.Of(DomainName.Parse("shop.example"));

    public static string CatalogueFile => FixtureFiles.PathOf("blocklists/lists.json");

    public static string[] ZoneFiles => Directory.GetFiles(FixtureFiles.PathOf("blocklists"), "*.zone");

    public static BlocklistCatalogue Catalogue()
    {
        using var stream = File.OpenRead(CatalogueFile);
        return BlocklistCatalogue.Default.With(stream);
    }

    /// <summary>A catalogue of one list.</summary>
    public static BlocklistCatalogue Only(string zone) =>
        BlocklistCatalogue.Default.With(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{"replace":true,"zones":[{{zone}}]}""")));

    /// <summary>What a list of the product's catalogue says by these answers.</summary>
    public static BlocklistAnswer Answer(string zone, BlocklistSubject subject, params string[] returned) => ListReading.Read(
        BlocklistCatalogue.Default.Find(zone)!,
        subject,
        new BlocklistLookup(returned.Length == 0 ? DnsStatus.NxDomain : DnsStatus.Answer, [.. returned.Select(IPAddress.Parse)], default));

    /// <summary>Facts of these answers.</summary>
    public static BlocklistFacts Facts(params BlocklistAnswer[] answers) =>
        new(DomainName.Parse("shop.example"), [.. answers.Select(a => a.Subject).Distinct()], [.. answers]);
}
