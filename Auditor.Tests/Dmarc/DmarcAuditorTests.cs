using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class DmarcAuditorTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dmarc/reports.zone"), FixtureFiles.PathOf("dmarc/walk.zone"));

    [Fact]
    public async Task Every_destination_outside_the_organization_is_asked_for_its_consent()
    {
        var facts = await AuditAsync("client.example");
        facts.ExternalDestinations.Select(d => (d.Host.Value, d.Word)).Should().Equal(
            ("agreed.vendor.example", "yes"), ("refused.vendor.example", "no"), ("anyone.example", "yes"), ("mute.vendor.example", "unknown"));
    }

    [Fact]
    public async Task The_name_asked_for_is_built_from_the_policy_domain_also_for_a_subdomain()
    {
        var facts = await AuditAsync("sub.client.example");
        facts.ExternalDestinations[0].QueryName!.Value.Value.Should().Be("client.example._report._dmarc.agreed.vendor.example");
        facts.ExternalDestinations[0].Authorization.Should().Be(DestinationAuthorization.Yes);
    }

    [Fact]
    public async Task A_destination_below_the_policy_domain_needs_nobodys_consent() =>
        (await AuditAsync("inside.example")).ExternalDestinations.Should().BeEmpty();

    [Fact]
    public async Task A_name_that_DNS_cannot_hold_is_no_consent()
    {
        var author = string.Join('.', Enumerable.Repeat(new string('a', 60), 3)) + ".example";
        var host = string.Join('.', Enumerable.Repeat(new string('b', 30), 2)) + ".test";
        var zone = new TestZone().Txt($"_dmarc.{author}", $"v=DMARC1; p=none; rua=mailto:a@{host}").A(host, "192.0.2.1");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse(author), zone, TestContext.Current.CancellationToken);
        facts.ExternalDestinations.Should().ContainSingle().Which.Should().Match<ExternalDestination>(d => d.QueryName == null && d.Authorization == DestinationAuthorization.No);
    }

    [Fact]
    public async Task Hosts_of_report_addresses_are_told_by_whether_they_take_mail()
    {
        var client = await AuditAsync("client.example");
        var nowhere = await AuditAsync("nowhere.example");
        client.DestinationHosts.Select(h => (h.Host.Value, h.AcceptsMail)).Should().Equal(
            ("agreed.vendor.example", true), ("refused.vendor.example", true), ("anyone.example", false), ("client.example", true), ("mute.vendor.example", null));
        nowhere.DestinationHosts.Should().ContainSingle().Which.AcceptsMail.Should().BeFalse();
    }

    [Theory]
    [InlineData("example.com", RecordStatus.Found, "v=DMARC1; p=reject; sp=quarantine; np=none; rua=mailto:dmarc@example.com")]
    [InlineData("twice.com", RecordStatus.Multiple, "v=DMARC1; p=reject\nv=DMARC1; p=none")]
    [InlineData("badpolicy.com", RecordStatus.Invalid, "v=DMARC1; p=rejct")]
    [InlineData("badpolicy-rua.com", RecordStatus.Invalid, "v=DMARC1; p=rejct; rua=mailto:dmarc@badpolicy-rua.com")]
    [InlineData("leading.com", RecordStatus.None, " v=DMARC1; p=reject")]
    [InlineData("nothing.com", RecordStatus.None, null)]
    [InlineData("mute.com", RecordStatus.Unknown, null)]
    public async Task The_status_keeps_apart_what_is_missing_broken_and_unknown(string domain, RecordStatus status, string? text)
    {
        var facts = await AuditAsync(domain);
        (facts.Status, facts.RecordText).Should().Be((status, text));
    }

    [Fact]
    public async Task A_domain_that_collects_its_own_reports_costs_three_questions()
    {
        await AuditAsync("company.com");
        zones.Asked.Should().Equal("_dmarc.company.com TXT", "_dmarc.com TXT", "company.com MX");
    }

    private async Task<DmarcFacts> AuditAsync(string domain) =>
        await DmarcAuditor.AuditAsync(DomainName.Parse(domain), zones, TestContext.Current.CancellationToken);
}
