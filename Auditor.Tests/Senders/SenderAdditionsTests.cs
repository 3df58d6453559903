using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Senders;

/// <summary>The catalogue's own quality, and what users add to it.</summary>
public sealed class SenderAdditionsTests
{
    [Fact]
    public void The_catalogue_keeps_its_own_rules() =>
        SenderCheck.Problems(SenderCatalogue.Default.Services, SenderCatalogue.Default.DeadIncludes).Should().BeEmpty();

    [Fact]
    public void Includes_that_do_not_exist_are_known_and_never_offered()
    {
        var catalogue = SenderCatalogue.Default;
        catalogue.DeadIncludes.Should().Contain("_spf.marketo.com");
        catalogue.Services.SelectMany(s => s.SpfIncludes).Should().NotIntersectWith(catalogue.DeadIncludes);
    }

    [Fact]
    public void The_file_of_the_catalogue_itself_is_a_file_that_a_user_may_give()
    {
        var json = File.ReadAllText(Path.Combine(ProjectRoot.Path, "Auditor.Core", "Senders", "senders.json"));
        SenderAdditions.Merge(SenderCatalogue.Default, json, "senders.json").Services.Should().HaveCount(SenderCatalogue.Default.Services.Length);
    }

    [Fact]
    public void Added_services_and_selectors_come_first_and_replace_what_has_their_id()
    {
        var catalogue = Merge(
            """
            {
              // our own relay
              "probeSelectors": ["acme1", "google"],
              "services": [
                {"id": "acme", "name": "Acme", "category": "transactional", "confidence": "documented", "spfIncludes": ["SPF.acme.example"], "selectors": ["acme1"], "mxSuffixes": ["in.acme.example"]},
                {"id": "sendgrid", "name": "Our SendGrid", "category": "transactional", "confidence": "documented", "spfIncludes": ["sendgrid.net"], "selectors": ["sg7"]},
              ]
            }
            """);

        catalogue.OfInclude(DomainName.Parse("spf.acme.example"))!.Id.Should().Be("acme");
        catalogue.OfMailExchanger(DomainName.Parse("mx2.in.acme.example"))!.Selectors.Should().Equal("acme1");
        catalogue.OfInclude(DomainName.Parse("sendgrid.net"))!.Name.Should().Be("Our SendGrid");
        catalogue.Services.Should().HaveCount(SenderCatalogue.Default.Services.Length + 1);
        catalogue.ProbeSelectors.Should().StartWith(["acme1", "google"]).And.OnlyHaveUniqueItems().And.HaveCount(SenderCatalogue.Default.ProbeSelectors.Length + 1);
        catalogue.OfInclude(DomainName.Parse("spf.protection.outlook.com"))!.Id.Should().Be("microsoft-365", "the rest stays");
    }

    [Theory]
    [InlineData("{", ", line 1: ")]
    [InlineData("null", "'null'")]
    [InlineData("[]", ", line 1: ")]
    [InlineData("{\n\"servces\": []}", "line 2: *servces")]
    [InlineData("""{"services": [{"id": "acme"}]}""", "name")]
    [InlineData("""{"services": [{"id": "acme", "name": "A", "category": "c", "confidence": "documented", "spfInclude": []}]}""", "spfInclude")]
    [InlineData("""{"services": [{"id": "Acme Mail", "name": "A", "category": "c", "confidence": "documented"}]}""", "services[0] 'Acme Mail', id: write lower-case")]
    [InlineData("""{"services": [{"id": "a", "name": " ", "category": "c", "confidence": "documented"}]}""", "name: it is empty")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "", "confidence": "documented"}]}""", "category: it is empty")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "sure"}]}""", "'sure' is none of live-checked")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented"}, {"id": "a", "name": "A", "category": "c", "confidence": "documented"}]}""", "services[1] 'a', id: used twice")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "spfIncludes": ["not a name"]}]}""", "spfIncludes: 'not a name' is no name")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "spfIncludes": ["*.acme.example"]}]}""", "spfIncludes: '*.acme.example'")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "spfIncludes": ["_spf.Marketo.com"]}]}""", "does not exist in DNS")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "spfIncludePatterns": ["acme\\.example$"]}]}""", "must begin with ^")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "selectorPatterns": ["^(a$"]}]}""", "'^(a$' is no regular expression")]
    [InlineData("""{"services": [{"id": "a", "name": "A", "category": "c", "confidence": "documented", "selectorPatterns": ["^(?=a)a$"]}]}""", "look-around")]
    [InlineData("""{"probeSelectors": ["s1", "a b"]}""", "probeSelectors: 'a b' is no selector")]
    public void What_is_wrong_is_said_with_where_and_how_to_mend_it(string json, string message) =>
        FluentActions.Invoking(() => Merge(json)).Should().Throw<CatalogueException>().WithMessage($"own.json*{message}*");

    private static SenderCatalogue Merge(string json) => SenderAdditions.Merge(SenderCatalogue.Default, json, "own.json");
}
