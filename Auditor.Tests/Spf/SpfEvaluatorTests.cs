using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfEvaluatorTests
{
    [Fact]
    public async Task The_third_void_lookup_is_permerror()
    {
        (await ResultAsync("v=spf1 a:n1.example a:n2.example all")).Should().Be(SpfResult.Pass);
        (await ResultAsync("v=spf1 a:n1.example exists:n2.example mx:n3.example all")).Should().Be(SpfResult.PermError);
    }

    [Fact]
    public async Task The_eleventh_lookup_is_permerror_and_the_tenth_is_not()
    {
        static string Record(int terms) => $"v=spf1 {string.Join(' ', Enumerable.Repeat("a:away.example", terms))} all";

        (await ResultAsync(Record(10))).Should().Be(SpfResult.Pass);
        (await ResultAsync(Record(11))).Should().Be(SpfResult.PermError);
    }

    [Fact]
    public async Task A_space_that_a_macro_writes_is_asked_for_as_part_of_the_name()
    {
        var zone = ZoneFileResolver.FromText("""
            $TTL 300
            example.com. TXT "v=spf1 exists:two%_words.%%.%-.lists.example -all"
            two\032words.\037.\03720.lists.example. A 127.0.0.2
            """);

        (await CheckAsync(zone)).Result.Should().Be(SpfResult.Pass);
    }

    [Fact]
    public async Task An_alias_loop_at_a_name_of_the_client_only_skips_that_name()
    {
        var zone = ZoneFileResolver.FromText("""
            $TTL 300
            example.com. TXT "v=spf1 ptr -all"
            3.2.0.192.in-addr.arpa. PTR around.example.com.
            around.example.com. CNAME Around.Example.com.
            """);

        (await CheckAsync(zone)).Result.Should().Be(SpfResult.Fail);
    }

    [Fact]
    public async Task A_match_before_the_limit_ends_the_count()
    {
        var check = await CheckAsync(Zone($"v=spf1 ip4:192.0.2.3 {string.Join(' ', Enumerable.Repeat("a:away.example", 11))} -all"));

        check.Should().Match<SpfCheck>(c => c.Result == SpfResult.Pass && c.Lookups == 0 && c.Matched == "ip4:192.0.2.3");
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.3 foo", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.3 -all foo:bar", SpfResult.PermError)]
    [InlineData("v=spf1", SpfResult.Neutral)]
    [InlineData("v=spf1 ip4:198.51.100.1", SpfResult.Neutral)]
    [InlineData("v=spf1 ?all", SpfResult.Neutral)]
    [InlineData("v=spf1 ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 -all all", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=pass.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=pass.example", SpfResult.Pass)]
    [InlineData("v=spf1 redirect=away.example", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=fail.example", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=broken.example", SpfResult.TempError)]
    [InlineData("v=spf1 include:fail.example all", SpfResult.Pass)]
    [InlineData("v=spf1 -include:pass.example all", SpfResult.Fail)]
    [InlineData("v=spf1 include:away.example all", SpfResult.PermError)]
    [InlineData("v=spf1 include:two.example all", SpfResult.PermError)]
    [InlineData("v=spf1 include:bad.example all", SpfResult.PermError)]
    [InlineData("v=spf1 include:broken.example all", SpfResult.TempError)]
    [InlineData("v=spf1 include:a..example all", SpfResult.PermError)]
    [InlineData("v=spf1 include:example.com all", SpfResult.PermError)]
    [InlineData("v=spf1 a:broken.example all", SpfResult.TempError)]
    [InlineData("v=spf1 mx:broken.example all", SpfResult.TempError)]
    [InlineData("v=spf1 exists:broken.example all", SpfResult.TempError)]
    [InlineData("v=spf1 a:a..example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:here.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:away.example/24 -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:near.example/24 -all", SpfResult.Pass)]
    [InlineData("v=spf1 mx:ten.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 mx:eleven.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 mx:null.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 mx:here.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 ptr:here.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 ptr:example -all", SpfResult.PermError)]
    [InlineData("v=spf1 ptr:ere.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 ptr:liar.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip6:::ffff:192.0.2.3 -all", SpfResult.Fail)]
    public async Task A_record_gives_its_result(string record, SpfResult result) => (await ResultAsync(record)).Should().Be(result);

    [Theory]
    [InlineData("::ffff:192.0.2.3", "v=spf1 ip4:192.0.2.3 -all", SpfResult.Pass)]
    [InlineData("2001:db8::3", "v=spf1 ip6:2001:db8::/64 -all", SpfResult.Pass)]
    [InlineData("2001:db8::3", "v=spf1 ip4:0.0.0.0/0 -all", SpfResult.Fail)]
    [InlineData("2001:db8::3", "v=spf1 a:six.example -all", SpfResult.Pass)]
    [InlineData("2001:db8::3", "v=spf1 a:six.example//128 -all", SpfResult.Pass)]
    [InlineData("2001:db8::4", "v=spf1 a:six.example/0 -all", SpfResult.Fail)]
    [InlineData("2001:db8::4", "v=spf1 a:six.example/0//64 -all", SpfResult.Pass)]
    [InlineData("2001:db8::3", "v=spf1 exists:here.example -all", SpfResult.Pass)]
    [InlineData("2001:db8::3", "v=spf1 exists:six.example -all", SpfResult.Fail)]
    [InlineData("2001:db8::3", "v=spf1 ptr:six.example -all", SpfResult.Pass)]
    public async Task The_address_family_decides_what_is_asked(string address, string record, SpfResult result) =>
        (await CheckAsync(Zone(record), address)).Result.Should().Be(result);

    [Theory]
    [InlineData("example.com", SpfResult.Fail)]
    [InlineData("EXAMPLE.com.", SpfResult.Fail)]
    [InlineData("", SpfResult.None)]
    [InlineData("localhost", SpfResult.None)]
    [InlineData("a..example.com", SpfResult.None)]
    [InlineData("[192.0.2.3]", SpfResult.None)]
    [InlineData("192.0.2.3", SpfResult.None)]
    [InlineData("away.example", SpfResult.None)]
    [InlineData("no.example.com", SpfResult.None)]
    [InlineData("broken.example", SpfResult.TempError)]
    public async Task What_is_no_domain_has_no_record(string domain, SpfResult result)
    {
        var request = new SpfCheckRequest(IPAddress.Parse("192.0.2.3"), domain, DateTimeOffset.UnixEpoch);

        (await SpfEvaluator.CheckAsync(request, Zone("v=spf1 -all"), TestContext.Current.CancellationToken)).Result.Should().Be(result);
    }

    [Fact]
    public async Task The_matched_path_leads_through_includes_and_redirects()
    {
        var zone = Zone("v=spf1 include:outer.example -all").Txt("outer.example", "v=spf1 redirect=inner.example").Txt("inner.example", "v=spf1 ip4:192.0.2.0/24 ~all");

        var check = await CheckAsync(zone);

        check.Matched.Should().Be("include:outer.example > redirect=inner.example > ip4:192.0.2.0/24");
        check.Lookups.Should().Be(2);
        check.Trace.Select(t => (t.Depth, t.Term, t.Outcome)).Should().Equal(
            (0, "include:outer.example", "followed"), (1, "redirect=inner.example", "followed"),
            (2, "ip4:192.0.2.0/24", "match"), (0, "include:outer.example", "match"));
    }

    [Fact]
    public async Task More_than_ten_names_of_the_client_are_not_looked_at()
    {
        var zone = Zone("v=spf1 ptr:last.example -all");
        for (var i = 0; i < 10; i++)
        {
            zone.Ptr("7.2.0.192.in-addr.arpa", $"n{i}.last.example");
        }

        zone.Ptr("7.2.0.192.in-addr.arpa", "real.last.example").A("real.last.example", "192.0.2.7");

        (await CheckAsync(zone, "192.0.2.7")).Result.Should().Be(SpfResult.Fail);
    }

    [Fact]
    public async Task A_DNS_failure_of_the_clients_name_is_no_match()
    {
        var zone = Zone("v=spf1 ptr -all").Fails("8.2.0.192.in-addr.arpa", DnsStatus.Timeout);

        (await CheckAsync(zone, "192.0.2.8")).Result.Should().Be(SpfResult.Fail);
    }

    internal static async Task<SpfCheck> CheckAsync(IDnsResolver zone, string address = "192.0.2.3", string sender = "strong-bad@example.com") =>
        await SpfEvaluator.CheckAsync(
            new SpfCheckRequest(IPAddress.Parse(address), "example.com", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)) { Sender = sender, Helo = "mx.example.org", Receiver = "in.example.net" },
            zone, TestContext.Current.CancellationToken);

    internal static TestZone Zone(string record)
    {
        var zone = new TestZone().Txt("example.com", record)
            .Txt("pass.example", "v=spf1 all").Txt("fail.example", "v=spf1 -all").Txt("bad.example", "v=spf1 bad").Txt("two.example", "v=spf1 all", "v=spf1 -all")
            .A("here.example", "192.0.2.3").A("away.example", "198.51.100.9").A("near.example", "192.0.2.200").A("six.example", "2001:db8::3")
            .Mx("null.example", 0, ".").Fails("broken.example", DnsStatus.ServerFailure)
            .Ptr("3.2.0.192.in-addr.arpa", "liar.example", "here.example").A("liar.example", "198.51.100.66")
            .Ptr("3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "six.example");
        for (var i = 0; i < 10; i++)
        {
            zone.Mx("ten.example", i, $"m{i}.example").Mx("eleven.example", i, $"m{i}.example").A($"m{i}.example", i == 9 ? "192.0.2.3" : "198.51.100.1");
        }

        zone.Mx("eleven.example", 10, "m10.example");
        return zone;
    }

    private static async Task<SpfResult> ResultAsync(string record) => (await CheckAsync(Zone(record))).Result;
}
