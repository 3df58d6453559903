using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

public sealed class AddressFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-files-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Country_and_network_come_from_databases_of_several_makers()
    {
        var country = new AddressDatabaseFile().With("192.0.2.0/24", ("country", new (string, object)[] { ("iso_code", "CH") })).Save(In("country.mmdb"));
        var asn = new AddressDatabaseFile().With("192.0.2.0/25", ("autonomous_system_number", 64500u), ("autonomous_system_organization", "Acme Networks")).Save(In("asn.mmdb"));
        var both = new AddressDatabaseFile().With("198.51.100.0/24", ("country", "NL"), ("asn", "AS64501"), ("as_name", "Other Networks")).Save(In("both.mmdb"));
        using var databases = AddressDatabases.Open($"{country}, {asn},{both}", TimeProvider.System);

        databases.Find(IPAddress.Parse("192.0.2.7")).Should().Be(new AddressOrigin("CH", 64500, "Acme Networks"));
        databases.Find(IPAddress.Parse("192.0.2.200")).Should().Be(new AddressOrigin("CH", null, null));
        databases.Find(IPAddress.Parse("198.51.100.9")).Should().Be(new AddressOrigin("NL", 64501, "Other Networks"));
        databases.Find(IPAddress.Parse("203.0.113.1")).Should().Be(AddressOrigin.None);
        databases.Find(IPAddress.Parse("2001:db8::1")).Should().Be(AddressOrigin.None, "a database of IPv4 has no word for IPv6");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_by_name()
    {
        File.WriteAllText(In("wrong.mmdb"), "not a database");

        AddressDatabases.Problem(In("wrong.mmdb")).Should().StartWith($"{In("wrong.mmdb")}: this is no database in MaxMind's form");
        AddressDatabases.Problem(In("missing.mmdb")).Should().StartWith($"{In("missing.mmdb")}: this is no database");
    }

    [Fact]
    public void Own_names_are_read_in_the_form_of_parsedmarcs_map()
    {
        var names = OwnNamesFile.Read(new StringReader("base_reverse_dns,name,type\nacme.example,\"Acme, Inc.\",Email Provider\n.mail.example,Other,\n"), "map.csv");

        names.Count.Should().Be(2);
        names.Find(DomainName.Parse("out1.acme.example")).Should().Be(new OwnName(DomainName.Parse("acme.example"), "Acme, Inc.", "Email Provider"));
        names.Find(DomainName.Parse("mail.example"))!.Name.Should().Be("Other");
        names.Find(DomainName.Parse("example")).Should().BeNull();
    }

    [Fact]
    public void A_line_that_cannot_be_used_is_refused_with_its_number()
    {
        var read = () => OwnNamesFile.Read(new StringReader("base_reverse_dns,name,type\nacme.example,Acme,\nnot a name,Other,\n"), "map.csv");
        read.Should().Throw<CatalogueException>().WithMessage("map.csv: line 3: 'not a name' with the name 'Other' is not a domain and who it is*");

        var noHeader = () => OwnNamesFile.Read(new StringReader("acme.example,Acme\n"), "map.csv");
        noHeader.Should().NotThrow("a file of nothing but a heading is empty");
        var wrong = () => OwnNamesFile.Read(new StringReader("domain,who\nacme.example,Acme\n"), "map.csv");
        wrong.Should().Throw<CatalogueException>().WithMessage("map.csv, line 1: the first line must name the columns*");
    }

    private string In(string name) => Path.Combine(folder.FullName, name);
}
