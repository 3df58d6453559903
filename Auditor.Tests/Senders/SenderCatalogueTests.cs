using Auditor.Core.Dns;
using Auditor.Core.Senders;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Senders;

public sealed class SenderCatalogueTests
{
    private static readonly SenderCatalogue Catalogue = SenderCatalogue.Default;

    [Fact]
    public void The_catalogue_has_a_hundred_services_with_distinct_ids()
    {
        Catalogue.Services.Should().HaveCountGreaterThanOrEqualTo(100);
        Catalogue.Services.Select(s => s.Id).Should().OnlyHaveUniqueItems();
        Catalogue.ProbeSelectors.Should().HaveCountGreaterThan(100).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("spf.protection.outlook.com", "microsoft-365")]
    [InlineData("SPF.Protection.Outlook.com.", "microsoft-365")]
    [InlineData("u1234.wl77.sendgrid.net", "sendgrid")]
    [InlineData("evil-spf.protection.outlook.com.example", null)]
    public void An_include_names_its_service(string include, string? id) =>
        Catalogue.OfInclude(DomainName.Parse(include))?.Id.Should().Be(id);

    [Theory]
    [InlineData("example-com.mail.protection.outlook.com", "microsoft-365")]
    [InlineData("alt1.aspmx.l.google.com", "google-workspace")]
    [InlineData("inbound-smtp.eu-west-1.amazonaws.com", "amazon-ses")]
    [InlineData("notgoogle.com", null)]
    public void An_mx_host_names_its_service_on_label_boundaries(string host, string? id) =>
        Catalogue.OfMailExchanger(DomainName.Parse(host))?.Id.Should().Be(id);

    [Theory]
    [InlineData("selector1-example-com._domainkey.contoso.onmicrosoft.com", "microsoft-365")]
    [InlineData("s1.domainkey.u123.wl456.sendgrid.net", "sendgrid")]
    public void The_alias_of_a_selector_names_its_service(string target, string id) =>
        Catalogue.OfKeyTarget(DomainName.Parse(target))!.Id.Should().Be(id);

    [Fact]
    public void Services_are_inferred_once_each_from_spf_and_mx()
    {
        var services = Catalogue.Infer(
            [DomainName.Parse("_spf.google.com"), DomainName.Parse("sendgrid.net"), DomainName.Parse("unknown.example")],
            [DomainName.Parse("aspmx.l.google.com")]);

        services.Select(s => s.Id).Should().Equal("google-workspace", "sendgrid");
        services.SelectMany(s => s.Selectors).Should().Contain(["google", "s1", "s2"]);
    }
}
