using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfLookupTreeTests
{
    [Fact]
    public async Task The_running_total_is_shown_behind_every_term()
    {
        var facts = await AuditAsync(new TestZone()
            .Txt("example.com", "v=spf1 a include:one.example ip4:192.0.2.1 include:two.example -all")
            .A("example.com", "192.0.2.9")
            .Txt("one.example", "v=spf1 include:two.example mx -all").Mx("one.example", 0, "m.example")
            .Txt("two.example", "v=spf1 ip4:192.0.2.2 -all"));

        facts.Tree!.Terms.Select(t => (t.Text, t.Lookups, t.Total)).Should().Equal(
            ("a", 1, 1), ("include:one.example", 3, 4), ("ip4:192.0.2.1", 0, 4), ("include:two.example", 1, 5), ("-all", 0, 5));
        facts.Should().Match<SpfFacts>(f => f.Lookups == 5 && !f.LookupsAreMinimum && !f.PermError);
    }

    [Fact]
    public async Task A_diamond_counts_twice_and_is_no_loop()
    {
        var facts = await AuditAsync(new TestZone()
            .Txt("example.com", "v=spf1 include:left.example include:right.example -all")
            .Txt("left.example", "v=spf1 include:shared.example -all")
            .Txt("right.example", "v=spf1 include:shared.example -all")
            .Txt("shared.example", "v=spf1 -all"));

        facts.Lookups.Should().Be(4);
        facts.PermErrors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_loop_is_named_with_its_cycle()
    {
        var facts = await AuditAsync(new TestZone()
            .Txt("example.com", "v=spf1 include:a.example -all")
            .Txt("a.example", "v=spf1 include:b.example -all")
            .Txt("b.example", "v=spf1 include:a.example -all"));

        facts.PermErrors.Should().ContainSingle().Which.Should().Match<SpfPermError>(e =>
            e.Kind == SpfPermErrorKind.Loop && e.Path == "include:a.example > include:b.example > include:a.example"
            && e.Message.Contains("a.example > b.example > a.example", StringComparison.Ordinal));
        facts.Lookups.Should().Be(3);
    }

    [Fact]
    public async Task The_first_cause_in_order_of_evaluation_names_the_path()
    {
        var facts = await AuditAsync(new TestZone()
            .Txt("example.com", "v=spf1 include:a.example include:gone.example -all")
            .Txt("a.example", "v=spf1 include:b.example -all")
            .Txt("b.example", "v=spf1 ip4:192.0.2.300 -all"));

        facts.PermErrorPath.Should().Be("include:a.example > include:b.example");
        facts.PermErrorCause.Should().StartWith("The record of b.example has a syntax error at 'ip4:192.0.2.300'");
        facts.PermErrors.Select(e => e.Kind).Should().Equal(SpfPermErrorKind.Syntax, SpfPermErrorKind.TargetWithoutRecord);
        facts.PermErrors[1].OwnTerm!.ToString().Should().Be("include:gone.example");
    }

    [Fact]
    public async Task The_eleventh_lookup_is_named_and_the_count_goes_on()
    {
        var zone = new TestZone().Txt("example.com", $"v=spf1 {string.Join(' ', Enumerable.Range(0, 7).Select(i => $"include:i{i}.example"))} -all");
        for (var i = 0; i < 7; i++)
        {
            zone.Txt($"i{i}.example", "v=spf1 exists:%{i}.example -all");
        }

        var facts = await AuditAsync(zone);

        facts.Lookups.Should().Be(14);
        facts.PermErrorPath.Should().Be("include:i5.example");
        facts.Tree!.Terms[5].Error.Should().Contain("11th");
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    [InlineData(DnsStatus.NotAsked)]
    public async Task An_include_that_DNS_cannot_tell_makes_the_verdict_unknown_and_nothing_missing(DnsStatus status)
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 include:a.example -all").Fails("a.example", status));

        facts.Should().Match<SpfFacts>(f => f.Status == RecordStatus.Found && f.IsUnknown && !f.PermError && f.VoidLookups == 0 && f.LookupsAreMinimum);
        facts.UnknownNames.Should().Equal("a.example");
    }

    [Fact]
    public async Task A_certain_permerror_stays_certain_beside_a_DNS_failure()
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 include:a.example ip4:x -all").Fails("a.example", DnsStatus.Timeout));

        facts.Should().Match<SpfFacts>(f => f.PermError && !f.IsUnknown && f.Status == RecordStatus.Invalid);
    }

    [Fact]
    public async Task An_a_term_with_an_IPv6_address_only_is_not_void()
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 a:six.example a:none.example -all")
            .A("six.example", "2001:db8::1").Txt("none.example", "something else"));

        facts.Voids.Should().ContainSingle().Which.Path.Should().Be("a:none.example");
    }

    [Fact]
    public async Task A_pass_all_inside_an_include_is_found_with_its_way()
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 include:a.example -all").Txt("a.example", "v=spf1 redirect=b.example").Txt("b.example", "v=spf1 all"));

        facts.Tree!.FindPassAll().Should().Be("include:a.example > redirect=b.example > all");
    }

    [Fact]
    public async Task A_pass_all_inside_an_include_that_fails_senders_is_none()
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 -include:a.example ~all").Txt("a.example", "v=spf1 +all"));

        facts.PassesAll.Should().BeFalse();
    }

    [Fact]
    public async Task The_default_is_that_of_the_redirect()
    {
        var facts = await AuditAsync(new TestZone().Txt("example.com", "v=spf1 redirect=a.example").Txt("a.example", "v=spf1 ~all"));

        facts.DefaultQualifier.Should().Be(Qualifier.SoftFail);
    }

    internal static Task<SpfFacts> AuditAsync(IDnsResolver zone) =>
        SpfAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
}
