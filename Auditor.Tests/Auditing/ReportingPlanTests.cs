using Auditor.Core.Auditing;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class ReportingPlanTests
{
    private static readonly DomainName Shop = DomainName.Parse("shop.example");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dmarc@Reports.Example", "dmarc@reports.example", "mailto:dmarc@reports.example")]
    [InlineData(" a+b.c@reports.example ", "a+b.c@reports.example", "mailto:a+b.c@reports.example")]
    [InlineData("we!rd@reports.example", "we!rd@reports.example", "mailto:we%21rd@reports.example")]
    [InlineData("100%@reports.example", "100%@reports.example", "mailto:100%25@reports.example")]
    [InlineData("dmarc@müller.example", "dmarc@xn--mller-kva.example", "mailto:dmarc@xn--mller-kva.example")]
    public void An_address_becomes_a_uri_that_a_record_may_hold(string text, string address, string uri)
    {
        var read = Address(text);
        (read.Address, read.Uri).Should().Be((address, uri));
        ReportingUriParser.TryParse(uri, out var parsed, out _).Should().BeTrue();
        read.Is(parsed!).Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("reports.example")]
    [InlineData("@reports.example")]
    [InlineData("dmarc@localhost")]
    [InlineData("dmarc@192.0.2.1")]
    [InlineData("two words@reports.example")]
    [InlineData("a,b@reports.example")]
    [InlineData("dmarc@reports.example; p=none")]
    public void What_is_no_address_is_refused_with_a_sentence(string? text)
    {
        ReportingAddress.TryParse(text, out var address, out var error).Should().BeFalse();
        address.Should().BeNull();
        error.Should().EndWith(".");
    }

    [Theory]
    [InlineData(null, ReportingState.Publish, "_dmarc.shop.example", "v=DMARC1; p=none; rua=mailto:dmarc@shop.example", 1)]
    [InlineData("v=DMARC1; p=reject", ReportingState.Add, "_dmarc.shop.example", "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example", 1)]
    [InlineData("v=DMARC1; p=quarantine; adkim=s; rua=mailto:a@x.example,mailto:b@y.example; pct=10", ReportingState.Add, "_dmarc.shop.example", "v=DMARC1; p=quarantine; adkim=s; rua=mailto:a@x.example,mailto:b@y.example,mailto:dmarc@shop.example", 3)]
    [InlineData("v=DMARC1; p=reject; rua=mailto:a@x.example,mailto:dmarc@SHOP.example!10m", ReportingState.Sends, null, null, 2)]
    [InlineData("v=DMARC1; p=reject; rua=mailto:DMARC@shop.example", ReportingState.Add, "_dmarc.shop.example", "v=DMARC1; p=reject; rua=mailto:DMARC@shop.example,mailto:dmarc@shop.example", 2)]
    public async Task The_record_keeps_what_it_says_and_gains_the_address(string? record, ReportingState state, string? name, string? data, int place)
    {
        var zone = new TestZone().A("shop.example", "192.0.2.1");
        if (record is not null)
        {
            zone.Txt("_dmarc.shop.example", record);
        }

        var plan = await PlanAsync(zone, Shop, "dmarc@shop.example");
        (plan.State, plan.Record?.Name, plan.Record?.Data, plan.Place).Should().Be((state, name, data, place));
        (plan.Agreement, plan.AgreementRecord).Should().Be((ReportingAgreement.NotNeeded, (RecordToPublish?)null));
        plan.IsComplete.Should().Be(state == ReportingState.Sends);
        (await StoredAsync(zone, Shop, "dmarc@shop.example")).Should().Be(plan, "the stored audit tells the same");
    }

    [Fact]
    public async Task A_record_above_is_the_one_to_change()
    {
        var zone = new TestZone().Txt("_dmarc.shop.example", "v=DMARC1; p=reject; sp=quarantine").A("mail.shop.example", "192.0.2.1");
        var plan = await PlanAsync(zone, DomainName.Parse("mail.shop.example"), "dmarc@shop.example");
        (plan.State, plan.PolicyDomain).Should().Be((ReportingState.Add, Shop));
        plan.Record.Should().Be(new RecordToPublish("_dmarc.shop.example", "TXT", "v=DMARC1; p=reject; sp=quarantine; rua=mailto:dmarc@shop.example"));
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject", "v=DMARC1; p=none")]
    [InlineData("v=dmarc1; p=reject")]
    [InlineData("v=DMARC1; p=rejct; rua=mailto:a@shop.example")]
    public async Task Nothing_is_advised_over_a_record_that_is_broken(params string[] records)
    {
        var zone = new TestZone().Txt("_dmarc.shop.example", records).A("shop.example", "192.0.2.1");
        var plan = await PlanAsync(zone, Shop, "dmarc@shop.example");
        (plan.State, plan.Record, plan.IsComplete).Should().Be((ReportingState.Mend, null, false));
        (await StoredAsync(zone, Shop, "dmarc@shop.example")).State.Should().Be(ReportingState.Mend);
    }

    [Fact]
    public async Task Nothing_is_advised_when_dns_fails()
    {
        var zone = new TestZone().Fails("_dmarc.shop.example", DnsStatus.ServerFailure);
        var plan = await PlanAsync(zone, Shop, "dmarc@shop.example");
        (plan.State, plan.Record).Should().Be((ReportingState.Unknown, null));
        ReportingPlan.From(Shop, (DmarcDocument?)null, Address("dmarc@shop.example")).State.Should().Be(ReportingState.Unknown, "an audit is still to come");
    }

    [Theory]
    [InlineData(null, ReportingAgreement.Missing, false)]
    [InlineData("v=DMARC1", ReportingAgreement.Given, true)]
    [InlineData("something else", ReportingAgreement.Missing, false)]
    public async Task Another_organization_has_to_agree(string? text, ReportingAgreement agreement, bool complete)
    {
        var zone = new TestZone().Txt("_dmarc.shop.example", "v=DMARC1; p=none; rua=mailto:dmarc@reports.test").Txt("_dmarc.reports.test", "v=DMARC1; p=reject");
        if (text is not null)
        {
            zone.Txt("shop.example._report._dmarc.reports.test", text);
        }

        var plan = await PlanAsync(zone, Shop, "dmarc@reports.test");
        (plan.State, plan.Agreement, plan.IsComplete).Should().Be((ReportingState.Sends, agreement, complete));
        plan.AgreementRecord.Should().Be(new RecordToPublish("shop.example._report._dmarc.reports.test", "TXT", "v=DMARC1"));
        (await StoredAsync(zone, Shop, "dmarc@reports.test")).Should().Be(plan, "the audit asked the same, since the record names the address");
    }

    [Fact]
    public async Task An_agreement_that_dns_could_not_tell_is_not_missing()
    {
        var zone = new TestZone().Txt("_dmarc.shop.example", "v=DMARC1; p=none; rua=mailto:dmarc@reports.test").Fails("shop.example._report._dmarc.reports.test", DnsStatus.Timeout);
        var plan = await PlanAsync(zone, Shop, "dmarc@reports.test");
        (plan.State, plan.Agreement, plan.IsComplete).Should().Be((ReportingState.Sends, ReportingAgreement.Unknown, false));
    }

    private static ReportingAddress Address(string text)
    {
        ReportingAddress.TryParse(text, out var address, out var error).Should().BeTrue(error);
        return address!;
    }

    private static async Task<ReportingPlan> PlanAsync(TestZone zone, DomainName domain, string text)
    {
        var address = Address(text);
        var facts = await DmarcAuditor.AuditAsync(domain, zone, Cancel);
        var walk = await DnsTreeWalk.FromAsync(facts.PolicyDomain ?? domain, zone, Cancel);
        return ReportingPlan.From(facts, await ExternalDestinationCheck.CheckAsync(walk, address.Host, zone, Cancel), address);
    }

    private static async Task<ReportingPlan> StoredAsync(TestZone zone, DomainName domain, string text) =>
        ReportingPlan.From(domain, DmarcDocuments.From(await DmarcAuditor.AuditAsync(domain, zone, Cancel)), Address(text));
}
