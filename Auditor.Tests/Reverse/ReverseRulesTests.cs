using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Reverse;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reverse;

public sealed class ReverseRulesTests
{
    private const string Address = "192.0.2.1";
    private const string Pointer = "1.2.0.192.in-addr.arpa";

    [Theory]
    [InlineData("HOST-FCRDNS", true)]
    [InlineData("HOST-FCRDNS-PROVIDER", false)]
    public async Task An_unconfirmed_host_is_charged_to_its_owner_only(string code, bool isOwn)
    {
        var missing = await CodesOf(new TestZone(), isOwn);
        var mismatch = await CodesOf(new TestZone().Ptr(Pointer, "mail.example.com").A("mail.example.com", "192.0.2.9"), isOwn);
        var confirmed = await CodesOf(new TestZone().Ptr(Pointer, "mail.example.com").A("mail.example.com", Address), isOwn);

        missing.Should().Equal(code);
        mismatch.Should().Equal(code);
        confirmed.Should().BeEmpty();
    }

    [Theory]
    [InlineData("host-192-0-2-1.dyn.isp.example", true)]
    [InlineData("1-2-0-192.isp.example", true)]
    [InlineData("192-000-002-001.isp.example", true)]
    [InlineData("c0000201.isp.example", true)]
    [InlineData("dsl7.isp.example", true)]
    [InlineData("static-5.isp.example", false)]
    [InlineData("mail.example.com", false)]
    [InlineData("mx1.dynamic.example", false)]
    [InlineData("mail192.example.com", false)]
    [InlineData("mail.cable.co.uk", false)]
    [InlineData("mail.cable.isp.co.uk", true)]
    public void A_name_that_holds_the_address_or_words_of_a_pool_looks_generated(string name, bool expected) =>
        GenericHostName.Describes(DomainName.Parse(name), IPAddress.Parse(Address)).Should().Be(expected);

    [Fact]
    public async Task A_generated_name_is_a_hint_for_own_hosts()
    {
        var generated = await CodesOf(new TestZone().Ptr(Pointer, "host-192-0-2-1.isp.example").A("host-192-0-2-1.isp.example", Address), isOwn: true);
        var provider = await CodesOf(new TestZone().Ptr(Pointer, "host-192-0-2-1.isp.example").A("host-192-0-2-1.isp.example", Address), isOwn: false);

        generated.Should().Equal("HOST-PTR-GENERIC");
        provider.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failure_is_unknown_and_gives_no_finding() =>
        (await CodesOf(new TestZone().Fails(Pointer, DnsStatus.ServerFailure), isOwn: true)).Should().BeEmpty();

    [Fact]
    public async Task At_most_ten_names_of_an_address_are_resolved()
    {
        var zone = new TestZone().Ptr(Pointer, [.. Enumerable.Range(0, 50).Select(i => $"n{i:00}.example.com")]);

        await FactsOf(zone, isOwn: true);

        zone.Asked.Should().HaveCount(1 + ReverseAuditor.MaxNames);
    }

    [Theory]
    [InlineData("192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [InlineData("::ffff:192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [InlineData("2001:db8::567:89ab", "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void An_address_has_its_name_in_the_reverse_tree(string address, string expected) =>
        ReverseName.Of(IPAddress.Parse(address)).Value.Should().Be(expected);

    private static async Task<ReverseFacts> FactsOf(TestZone zone, bool isOwn) => await ReverseAuditor.AuditAsync(
        DomainName.Parse("example.com"),
        [new ReverseTarget(IPAddress.Parse(Address), ReverseRole.Mx, DomainName.Parse("mail.example.com"), isOwn)],
        zone,
        TestContext.Current.CancellationToken);

    private static async Task<IEnumerable<string>> CodesOf(TestZone zone, bool isOwn)
    {
        var facts = await FactsOf(zone, isOwn);
        var findings = ReverseRules.All.SelectMany(r => r.Check(facts)).ToList();
        findings.ShouldHaveGerman();
        return findings.Select(f => f.Code);
    }
}
