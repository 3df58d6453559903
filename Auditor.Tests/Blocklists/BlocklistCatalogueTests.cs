using System.Net;
using System.Text;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Blocklists;

public sealed class BlocklistCatalogueTests
{
    private const string Key = "abcdefghij0123456789klmnop";

    private static BlocklistCatalogue Default => BlocklistCatalogue.Default;

    [Fact]
    public void The_catalogue_has_seventy_lists_of_which_fifty_nine_are_on()
    {
        Default.Zones.Should().HaveCount(70).And.OnlyHaveUniqueItems(z => z.Zone);
        Default.Zones.Count(z => z.IsOn).Should().Be(59);
        Default.Asked.Should().HaveCount(59).And.NotContain(z => z.Kind == BlocklistKind.EmailHash);
        Default.Zones.Should().NotContain(z => Default.Dead.Any(d => d.Is(z.Zone)));
    }

    [Fact]
    public void Policy_informational_and_allow_lists_are_marked_as_such()
    {
        Type("dyna.spamrats.com").Should().Be(BlocklistType.Policy);
        Type("dnsbl-3.uceprotect.net").Should().Be(BlocklistType.Info);
        Type("fresh15.spameatingmonkey.net").Should().Be(BlocklistType.Info);
        Type("list.dnswl.org").Should().Be(BlocklistType.Allow);
        Type("b.barracudacentral.org").Should().Be(BlocklistType.Block);

        static BlocklistType Type(string zone) => Default.Find(zone)!.Type;
    }

    [Fact]
    public void A_key_makes_the_name_and_shows_nowhere()
    {
        var zone = Default.WithKeys(new Dictionary<string, string> { ["spamhaus"] = Key }).Find("zen.spamhaus.org")!;

        BlocklistSubject.Of(IPAddress.Parse("192.0.2.9")).TryName(zone.Root, out var name).Should().BeTrue();
        name.Value.Should().Be($"9.2.0.192.{Key}.zen.dq.spamhaus.net");
        zone.Zone.Value.Should().Be("zen.spamhaus.org");
        zone.AskedAs.Should().Be("zen.dq.spamhaus.net", "the memory tells the two ways apart, and holds no key");
        Default.Find("zen.spamhaus.org")!.AskedAs.Should().Be("zen.spamhaus.org");
    }

    [Fact]
    public void A_list_that_needs_a_key_is_asked_with_one_only()
    {
        Default.Asked.Should().NotContain(z => z.Zone.Value == "combined.mail.abusix.zone");

        Default.WithKeys(new Dictionary<string, string> { ["abusix"] = Key }).Asked.Should().ContainSingle(z => z.Zone.Value == "combined.mail.abusix.zone")
            .Which.AskedAs.Should().Be("combined.mail.abusix.zone");
    }

    [Theory]
    [InlineData("with.dot")]
    [InlineData("with space")]
    [InlineData("")]
    public void What_is_no_key_is_refused_without_being_repeated(string key)
    {
        var make = () => Default.WithKeys(new Dictionary<string, string> { ["spamhaus"] = key });

        var message = make.Should().Throw<BlocklistCatalogueException>().Which.Message;
        message.Should().StartWith("The spamhaus key is no key");
        if (key.Length > 0)
        {
            message.Should().NotContain(key);
        }
    }

    [Fact]
    public void A_file_of_ones_own_adds_replaces_and_switches_off()
    {
        var own = With("""
            {"zones":[
              {"zone":"bl.example.net","name":"Ours","codes":{"127.0.0.2":"open relay"},"weight":"high"},
              {"zone":"zen.spamhaus.org","defaultOn":false}]}
            """);

        own.Zones.Should().HaveCount(71);
        own.Find("zen.spamhaus.org")!.IsOn.Should().BeFalse();
        own.Find("bl.example.net").Should().BeEquivalentTo(new { Name = "Ours", IsOn = true, Weight = BlocklistWeight.High, Type = BlocklistType.Block });
        own.Find("bl.example.net")!.Codes.Should().ContainSingle().Which.Word.Should().Be("OPEN-RELAY");
        With("""{"replace":true,"zones":[{"zone":"bl.example.net"}]}""").Zones.Should().ContainSingle();
    }

    [Theory]
    [InlineData("not json", "It is no catalogue of blocklists*")]
    [InlineData("""{"zones":[{"name":"no zone"}]}""", "It is no catalogue of blocklists*")]
    [InlineData("""{"zones":[{"zone":"a b"}]}""", "'a b' is no zone of a list.")]
    [InlineData("""{"zones":[{"zone":"bl.example.net","kind":"url"}]}""", "The list bl.example.net has the kind 'url'*")]
    [InlineData("""{"zones":[{"zone":"bl.example.net","codes":{"128.0.0.2":"x"}}]}""", "The list bl.example.net has the code '128.0.0.2'*")]
    [InlineData("""{"zones":[{"zone":"bl.example.net","codeMode":"bitmask","codes":{"3":"x"}}]}""", "The list bl.example.net has the code '3'*")]
    [InlineData("""{"zones":[{"zone":"bl.example.net","testListed":["host"]}]}""", "The list bl.example.net has the test point 'host'*")]
    [InlineData("""{"zones":[{"zone":"bl.example.net"},{"zone":"BL.example.net"}]}""", "The list bl.example.net is there twice.")]
    [InlineData("""{"zones":[{"zone":"dnsbl.sorbs.net"}]}""", "The list dnsbl.sorbs.net must not be asked any more: closed 2024-06-05 (Proofpoint).")]
    public void What_is_wrong_in_a_file_is_one_line_that_names_the_list(string json, string message)
    {
        var read = () => With(json);

        read.Should().Throw<BlocklistCatalogueException>().WithMessage(message).Which.Message.Should().NotContain("\n");
    }

    [Fact]
    public void The_published_form_of_the_catalogue_can_be_read_as_a_users_file()
    {
        using var stream = File.OpenRead(SharedData.PathOf("catalogue/dnsbl.json"));

        Default.With(stream).Zones.Should().HaveCount(70);
    }

    [Theory]
    [InlineData("8.8.8.8", "Google Public DNS")]
    [InlineData("::ffff:8.8.4.4", "Google Public DNS")]
    [InlineData("2606:4700:4700::1111", "Cloudflare")]
    [InlineData("9.9.9.9", "Quad9")]
    [InlineData("208.67.222.222", "Cisco OpenDNS")]
    [InlineData("192.0.2.53", null)]
    [InlineData("127.0.0.1", null)]
    public void Public_resolvers_are_known_by_their_addresses(string address, string? owner) =>
        BlocklistCheck.PublicResolverAmong([new IPEndPoint(IPAddress.Parse("192.0.2.1"), 53), new IPEndPoint(IPAddress.Parse(address), 53)], Default).Should().Be(owner);

    [Fact]
    public void A_dead_list_is_known_by_its_name_or_by_the_name_above() =>
        new DeadBlocklist("*.sorbs.net", "closed").Is(DomainName.Parse("dul.dnsbl.sorbs.net")).Should().BeTrue();

    private static BlocklistCatalogue With(string json) => Default.With(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
