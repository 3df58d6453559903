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
    [InlineData("v=DMARC1; p=reject; sp=quarantine; np=none", "example.com", AssessmentPolicy.Quarantine, AssessmentPolicy.None)]
    [InlineData("v=DMARC1; p=reject; np=none", "example.com", AssessmentPolicy.Reject, AssessmentPolicy.None)]
    [InlineData("v=DMARC1; p=reject; sp=quarantine; np=none", "news.example.com", AssessmentPolicy.Quarantine, AssessmentPolicy.None)]
    [InlineData("v=DMARC1; p=reject; sp=quarantine", "own.example.com", AssessmentPolicy.Quarantine, AssessmentPolicy.Quarantine)]
    [InlineData("v=DMARC1; p=reject; sp=quarantine", "island.example.com", AssessmentPolicy.None, AssessmentPolicy.Reject)]
    [InlineData("v=DMARC1; p=reject; psd=y; sp=none", "example.com", AssessmentPolicy.None, AssessmentPolicy.None)]
    [InlineData("v=DMARC1; p=rejct; sp=reject", "example.com", null, null)]
    public async Task A_subdomain_without_a_record_inherits_from_the_organizational_domain(
        string record, string domain, AssessmentPolicy? existing, AssessmentPolicy? nonExistent)
    {
        var zone = new TestZone().Txt("_dmarc.example.com", record).A("news.example.com", "192.0.2.1")
            .Txt("_dmarc.own.example.com", "v=DMARC1; p=none; sp=none").Txt("_dmarc.island.example.com", "v=DMARC1; p=none; np=reject; psd=n");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse(domain), zone, TestContext.Current.CancellationToken);
        (facts.Below.Existing, facts.Below.NonExistent).Should().Be((existing, nonExistent));
    }

    [Fact]
    public async Task Test_mode_lowers_what_subdomains_inherit()
    {
        var zone = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=none; sp=reject; np=quarantine; t=y");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        (facts.Below.ExistingApplied, facts.Below.NonExistentApplied).Should().Be((AssessmentPolicy.Quarantine, AssessmentPolicy.None));
    }

    [Theory]
    [InlineData("_dmarc.com")]
    [InlineData("_dmarc.example.com")]
    public async Task What_subdomains_inherit_is_open_while_the_walk_above_them_failed(string failing)
    {
        var zone = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=reject").Fails(failing, DnsStatus.ServerFailure);
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        facts.Below.Should().Be(InheritedPolicy.None);
    }

    [Theory]
    [InlineData("sub.twice.com", "_dmarc.sub.twice.com has none; _dmarc.twice.com has 2 of them, which receivers discard; _dmarc.com has none")]
    [InlineData("alias.com", "_dmarc.alias.com is an alias for gone.net, which does not exist; _dmarc.com has none")]
    [InlineData("foreign.com", "_dmarc.foreign.com has other text only, perhaps from a wildcard; _dmarc.com has none")]
    [InlineData("sub.broken.com", "_dmarc.broken.com holds a record that receivers do not process")]
    public async Task A_finding_says_what_stands_at_which_name(string domain, string words)
    {
        var zone = new TestZone().Txt("_dmarc.twice.com", "v=DMARC1; p=none", "v=DMARC1; p=reject").Cname("_dmarc.alias.com", "gone.net")
            .Txt("_dmarc.foreign.com", "v=spf1 -all").Txt("_dmarc.broken.com", "v=DMARC1; p=rejct");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse(domain), zone, TestContext.Current.CancellationToken);
        DmarcRules.All.SelectMany(r => r.Check(facts)).Should().ContainSingle().Which.Detail.Should().Contain(words);
    }

    [Theory]
    [InlineData("dmarc.example.com")]
    [InlineData("_dmarc.example.com.example.com")]
    public async Task A_record_at_a_name_that_was_entered_wrongly_is_found(string name)
    {
        var zone = new TestZone().Txt(name, "v=DMARC1; p=reject");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        var finding = DmarcRules.All.SelectMany(r => r.Check(facts)).Single(f => f.Code == "DMARC-MISPLACED");
        (finding.Subject, finding.Publish!.Name, finding.Publish.Data).Should().Be((name, "_dmarc.example.com", "v=DMARC1; p=reject"));
    }

    [Theory]
    [InlineData("null.net", false, "says with a null MX that it takes no mail")]
    [InlineData("dead.net", false, "has no mail exchanger with an address (gone.dead.net, also.dead.net)")]
    [InlineData("nothing.net", false, "does not exist")]
    [InlineData("text.net", false, "has no mail exchanger and no address that could take them")]
    [InlineData("second.net", true, null)]
    [InlineData("mute.net", null, null)]
    [InlineData("many.net", null, null)]
    public async Task A_host_of_a_report_address_takes_mail_when_one_of_its_exchangers_has_an_address(string host, bool? takesMail, string? obstacle)
    {
        var zone = new TestZone().Txt("_dmarc.example.com", $"v=DMARC1; p=none; rua=mailto:r@{host}").A("mx.net", "192.0.2.1").Txt("text.net", "text")
            .Mx("null.net", 0, ".").Mx("dead.net", 10, "gone.dead.net").Mx("dead.net", 20, "also.dead.net")
            .Mx("second.net", 10, "gone.second.net").Mx("second.net", 20, "mx.net")
            .Mx("mute.net", 10, "mx.mute.net").Fails("mx.mute.net", DnsStatus.Timeout)
            .Mx("many.net", 1, "a.many.net").Mx("many.net", 2, "b.many.net").Mx("many.net", 3, "c.many.net").Mx("many.net", 4, "d.many.net");
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        facts.DestinationHosts.Should().ContainSingle().Which.Should().Match<DestinationHost>(h => h.AcceptsMail == takesMail && h.Obstacle == obstacle);
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
    public async Task A_domain_that_collects_its_own_reports_costs_two_questions_that_no_other_part_asks()
    {
        await AuditAsync("company.com");
        zones.Asked.Should().Equal("_dmarc.company.com TXT", "_dmarc.com TXT", "company.com MX", "mx.example.com A");
    }

    private async Task<DmarcFacts> AuditAsync(string domain) =>
        await DmarcAuditor.AuditAsync(DomainName.Parse(domain), zones, TestContext.Current.CancellationToken);
}
