using Auditor.Core.Blocklists;
using Auditor.Tests.Blocklists;
using Auditor.Tests.Support;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Worker.Settings;

public sealed class BlocklistConfigurationTests
{
    [Fact]
    public void Keys_come_from_values_or_files_and_the_file_wins()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "fromfile\n");
            var catalogue = BlocklistConfiguration.Read(Configuration(("Blocklists:SpamhausKey", "fromvalue"), ("Blocklists:SpamhausKey_FILE", file), ("Blocklists:AbusixKey", "abusix1")));

            catalogue.Find("zen.spamhaus.org")!.Root.Value.Should().Be("fromfile.zen.dq.spamhaus.net");
            catalogue.Asked.Should().Contain(z => z.Zone.Value == "combined.mail.abusix.zone");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_catalogue_of_ones_own_is_laid_over_the_products() =>
        BlocklistConfiguration.Read(Configuration(("Blocklists:Catalogue", SampleLists.CatalogueFile))).Asked.Should().HaveCount(9);

    [Fact]
    public void Without_configuration_the_products_catalogue_stands() =>
        BlocklistConfiguration.Read(Configuration()).Should().BeSameAs(BlocklistCatalogue.Default);

    [Theory]
    [InlineData("Blocklists:Enabled", "perhaps", "*Blocklists:Enabled cannot be used: 'perhaps' is neither true nor false.")]
    [InlineData("Blocklists:SpamhausKey", "a.b", "*Blocklists:SpamhausKey cannot be used: The given key is no key*")]
    [InlineData("Blocklists:SpamhausKey_FILE", "/nowhere", "*Blocklists:SpamhausKey_FILE cannot be used: /nowhere: the file cannot be read*")]
    [InlineData("Blocklists:Catalogue", "/nowhere", "*Blocklists:Catalogue cannot be used: /nowhere: the file cannot be read*")]
    [InlineData("Blocklists:SpamhausKy", "x", "*unknown key Blocklists:SpamhausKy; did you mean Blocklists:SpamhausKey?")]
    public void What_is_wrong_stops_the_start_with_one_line(string key, string value, string message) =>
        ConfigurationCheck.Failures(Configuration((key, value)), []).Should().ContainSingle().Which.Should().Match(message);

    [Fact]
    public void What_is_right_passes() =>
        ConfigurationCheck.Failures(Configuration(("Blocklists:Enabled", "false"), ("Blocklists:SpamhausKey", "abc123"), ("Blocklists:Catalogue", FixtureFiles.PathOf("blocklists/lists.json"))), []).Should().BeEmpty();

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
