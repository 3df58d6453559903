using Auditor.Core.Reports.Authenticity;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports.Authenticity;

public sealed class KnownReportersTests
{
    [Fact]
    public void Every_entry_of_the_catalogue_is_well_formed_and_stands_once()
    {
        var all = KnownReporters.Default.All;
        all.Length.Should().BeGreaterThan(20);
        all.Select(r => r.Name).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.OrdinalIgnoreCase);
        all.SelectMany(r => r.Domains).Should().OnlyHaveUniqueItems().And.OnlyContain(d => Organization.Of(d) == d, "a reporter is known by its organizational domain");
        all.SelectMany(r => r.OrgNames).Should().OnlyHaveUniqueItems().And.OnlyContain(n => !n.Any(char.IsUpper));
        all.Should().OnlyContain(r => r.Domains.Length > 0);
    }

    [Theory]
    [InlineData("google.com", "Google")]
    [InlineData("Enterprise Outlook", "Microsoft")]
    [InlineData("mx.google.com", "Google")]
    [InlineData("Yahoo", "Yahoo and AOL")]
    [InlineData("Somebody", null)]
    [InlineData(null, null)]
    public void A_name_in_a_report_leads_to_its_reporter(string? orgName, string? reporter) => KnownReporters.Default.OfOrgName(orgName)?.Name.Should().Be(reporter);

    [Fact]
    public void The_administrator_can_add_domains()
    {
        var reporters = KnownReporters.With(["mx.receiver.example", "google.com", "no domain"]);
        reporters.OfDomain("receiver.example").Should().NotBeNull();
        reporters.All.Length.Should().Be(KnownReporters.Default.All.Length + 1);
    }

    [Theory]
    [InlineData("dmarc@mail.receiver.co.uk", "receiver.co.uk")]
    [InlineData("<dmarc@secureserver.net>", "secureserver.net")]
    [InlineData("nobody", null)]
    [InlineData("a@localhost", null)]
    [InlineData(null, null)]
    public void An_address_leads_to_its_organization(string? address, string? organization) => Organization.OfAddress(address).Should().Be(organization);
}
