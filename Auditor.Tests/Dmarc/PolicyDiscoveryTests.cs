using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class PolicyDiscoveryTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dmarc/walk.zone"));

    [Theory]
    [InlineData("example.com", "example.com", "p", "reject", "example.com")]
    [InlineData("news.example.com", "example.com", "sp", "quarantine", "example.com")]
    [InlineData("gone.example.com", "example.com", "np", "none", "example.com")]
    [InlineData("mail.savings.bank", "savings.bank", "p", "reject", "savings.bank")]
    [InlineData("customer.bank", "bank", "sp", "quarantine", "customer.bank")]
    [InlineData("nowhere.customer.bank", "bank", "np", "reject", "customer.bank")]
    [InlineData("bank", "bank", "p", "quarantine", "bank")]
    [InlineData("left.odd", "odd", "p", "none", "odd")]
    [InlineData("badpolicy-rua.com", "badpolicy-rua.com", "p", "none", "badpolicy-rua.com")]
    public async Task The_policy_comes_from_the_author_domain_else_the_organizational_domain_else_the_suffix(
        string author, string policyDomain, string tag, string policy, string organizational)
    {
        var discovery = await DiscoverAsync(author);
        (discovery.RecordDomain?.Value, discovery.PolicyTag, discovery.EffectivePolicy?.ToWord(), discovery.OrganizationalDomain?.Value)
            .Should().Be((policyDomain, tag, policy, organizational));
    }

    [Fact]
    public async Task An_empty_non_terminal_exists_so_sp_applies() =>
        (await DiscoverAsync("empty.example.com")).PolicyTag.Should().Be("sp");

    [Fact]
    public async Task A_record_between_author_and_organizational_domain_does_not_count()
    {
        var discovery = await DiscoverAsync("team.dept.example.com");
        discovery.RecordDomain.Should().Be(DomainName.Parse("example.com"));
        discovery.EffectivePolicy.Should().Be(AssessmentPolicy.Quarantine);
    }

    [Fact]
    public async Task A_record_with_psd_n_ends_the_walk_and_makes_its_name_the_organizational_domain()
    {
        var discovery = await DiscoverAsync("a.own.example.com");
        discovery.OrganizationalDomain.Should().Be(DomainName.Parse("own.example.com"));
        zones.Asked.Where(a => a.StartsWith("_dmarc.", StringComparison.Ordinal)).Should().Equal("_dmarc.a.own.example.com TXT", "_dmarc.own.example.com TXT");
    }

    [Fact]
    public async Task Thirteen_labels_take_the_eight_questions_of_the_RFC()
    {
        var discovery = await DiscoverAsync("a.b.c.d.e.f.g.h.i.j.mail.example.com");
        discovery.Walk.Steps.Select(s => s.Outcome.Name.Value).Should().Equal(
            "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com", "_dmarc.g.h.i.j.mail.example.com", "_dmarc.h.i.j.mail.example.com",
            "_dmarc.i.j.mail.example.com", "_dmarc.j.mail.example.com", "_dmarc.mail.example.com", "_dmarc.example.com", "_dmarc.com");
    }

    [Fact]
    public async Task Several_records_at_a_name_are_discarded_and_the_walk_goes_on() =>
        (await DiscoverAsync("twice.example.com")).RecordDomain.Should().Be(DomainName.Parse("example.com"));

    [Fact]
    public async Task A_text_that_is_no_DMARC_record_does_not_count_beside_one() =>
        (await DiscoverAsync("company.com")).Stage.Should().Be(PolicyStage.QuarantineTest);

    [Theory]
    [InlineData("badpolicy.com")]
    [InlineData("duplicate.com")]
    [InlineData("leading.com")]
    [InlineData("twice.com")]
    [InlineData("nothing.com")]
    public async Task Without_a_usable_record_no_policy_applies_and_the_domain_is_its_own_organization(string author)
    {
        var discovery = await DiscoverAsync(author);
        (discovery.IsUnknown, discovery.EffectivePolicy, discovery.Stage, discovery.OrganizationalDomain)
            .Should().Be((false, null, PolicyStage.None, DomainName.Parse(author)));
    }

    [Theory]
    [InlineData("mute.com")]
    [InlineData("below.half.company.com")]
    public async Task A_failed_question_leaves_the_policy_unknown_and_not_absent(string author)
    {
        var discovery = await DiscoverAsync(author);
        (discovery.IsUnknown, discovery.Stage, discovery.OrganizationalDomain).Should().Be((true, PolicyStage.Unknown, null));
    }

    [Fact]
    public async Task A_failure_above_a_known_record_leaves_only_the_organizational_domain_unknown()
    {
        var zone = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=reject").Fails("_dmarc.com", DnsStatus.Timeout);
        var discovery = await PolicyDiscovery.DiscoverAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        (discovery.IsUnknown, discovery.EffectivePolicy, discovery.OrganizationalDomain).Should().Be((false, AssessmentPolicy.Reject, null));
    }

    [Fact]
    public async Task Existence_that_is_unknown_matters_only_where_sp_and_np_differ()
    {
        var same = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=reject").Fails("a.example.com", DnsStatus.ServerFailure);
        var differ = new TestZone().Txt("_dmarc.example.com", "v=DMARC1; p=reject; np=none").Fails("a.example.com", DnsStatus.ServerFailure);
        (await PolicyDiscovery.DiscoverAsync(DomainName.Parse("a.example.com"), same, TestContext.Current.CancellationToken)).EffectivePolicy.Should().Be(AssessmentPolicy.Reject);
        (await PolicyDiscovery.DiscoverAsync(DomainName.Parse("a.example.com"), differ, TestContext.Current.CancellationToken)).IsUnknown.Should().BeTrue();
    }

    private async Task<PolicyDiscovery> DiscoverAsync(string author) =>
        await PolicyDiscovery.DiscoverAsync(DomainName.Parse(author), zones, TestContext.Current.CancellationToken);
}
