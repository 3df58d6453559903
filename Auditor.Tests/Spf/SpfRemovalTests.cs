using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfRemovalTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;
    private static readonly DomainName Domain = DomainName.Parse("example.com");

    private const string Below = """
        a.example. TXT "v=spf1 include:b.example ip4:192.0.2.0/24 -all"
        b.example. TXT "v=spf1 ip4:198.51.100.0/24 -all"
        mail.example.com. A 203.0.113.25
        """;

    [Fact]
    public async Task The_record_and_its_count_without_a_term()
    {
        var (today, removal) = await TryAsync("v=spf1 include:a.example a:mail.example.com -all", "include:a.example");

        today.Lookups.Should().Be(3);
        removal!.Record.Should().Be(new RecordToPublish("example.com", "TXT", "v=spf1 a:mail.example.com -all"));
        (removal.After.Lookups, removal.After.Status, removal.After.PermError).Should().Be((1, RecordStatus.Found, false));
    }

    [Fact]
    public async Task A_permerror_of_eleven_lookups_is_mended_by_taking_two_away()
    {
        var (today, removal) = await TryAsync($"v=spf1 include:a.example {string.Join(' ', Enumerable.Range(1, 9).Select(i => $"a:mail.example.com/{20 + i}"))} -all", "include:a.example");

        (today.Lookups, today.PermError).Should().Be((11, true));
        (removal!.After.Lookups, removal.After.PermError).Should().Be((9, false));
    }

    [Theory]
    [InlineData("include:a.example", "include:a.example")]
    [InlineData("+INCLUDE:A.EXAMPLE", "include:a.example")]
    [InlineData("+mx", "MX")]
    [InlineData("ip4:192.0.2.1/32", "ip4:192.0.2.1")]
    [InlineData("-all", null)]
    [InlineData("redirect=a.example", null)]
    [InlineData("include:c.example", null)]
    [InlineData("include:a.example MX", null)]
    [InlineData("ptr", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_term_is_found_in_any_spelling_and_those_behind_all_are_none(string? text, string? found) =>
        SpfRemoval.Find(SpfParser.Parse("v=spf1 include:a.example MX ip4:192.0.2.1 include:a.example -all ptr"), text)?.Source.Text.Should().Be(found);

    [Fact]
    public async Task What_says_the_same_goes_with_it_and_other_texts_at_the_name_stay()
    {
        var (today, removal) = await TryAsync("v=spf1 +include:a.example mx include:A.example ~all", "include:a.example", "\nexample.com. TXT \"site-verification=1\"");

        removal!.Terms.Select(t => t.Source.Text).Should().Equal("+include:a.example", "include:A.example");
        removal.Record.Data.Should().Be("v=spf1 mx ~all");
        removal.After.Records.Should().Equal("v=spf1 mx ~all");
        today.Lookup.Texts.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("v=spf1 include:a.example ipv4:192.0.2.1 -all", RecordStatus.Invalid)]
    [InlineData("v=spf1 include:a.example -all\" )\nexample.com. TXT ( \"v=spf1 -all", RecordStatus.Multiple)]
    public async Task A_record_that_is_not_sound_is_left_to_its_owner(string record, RecordStatus status)
    {
        var zone = ZoneFileResolver.FromText($"$TTL 300\nexample.com. TXT ( \"{record}\" )\n{Below}");
        var today = await SpfAuditor.AuditAsync(Domain, zone, Cancel);

        today.Status.Should().Be(status);
        (await SpfRemoval.TryAsync(today, SpfRemoval.Find(today.Parsed!, "include:a.example")!, zone, Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task A_failure_of_DNS_leaves_the_count_a_lower_bound()
    {
        var (_, removal) = await TryAsync("v=spf1 include:a.example include:gone.example -all", "include:a.example", "\n; !servfail gone.example");

        (removal!.After.LookupsAreMinimum, removal.After.IsUnknown, removal.After.Lookups).Should().Be((true, true, 1));
    }

    private static async Task<(SpfFacts Today, SpfRemoval? Removal)> TryAsync(string record, string term, string more = "")
    {
        var zone = ZoneFileResolver.FromText($"$TTL 300\nexample.com. TXT ( \"{record}\" )\n{Below}{more}");
        var today = await SpfAuditor.AuditAsync(Domain, zone, Cancel);
        return (today, await SpfRemoval.TryAsync(today, SpfRemoval.Find(today.Parsed!, term)!, zone, Cancel));
    }
}
