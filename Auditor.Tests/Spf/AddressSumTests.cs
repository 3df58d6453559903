using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Core.Spf.Addresses;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>How many clients a record lets pass.</summary>
public sealed class AddressSumTests
{
    private const ulong AllIp4 = 1UL << 32;

    /// <summary>Record, IPv4 addresses, IPv6 networks as a decimal number, exact.</summary>
    public static TheoryData<string, ulong, string, bool> Records => new()
    {
        { "v=spf1 -all", 0, "0", true },
        { "v=spf1 +all", AllIp4, "18446744073709551616", true },
        { "v=spf1 -ip4:0.0.0.0/0 all", 0, "18446744073709551616", true },
        { "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.7 ip4:192.0.2.128/25 -all", 256, "0", true },
        { "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 ip4:192.0.3.0/24 -all", 512, "0", true },
        { "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/24 -all", 255, "0", true },
        { "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.1 -all", 256, "0", true },
        { "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", AllIp4, "0", true },
        { "v=spf1 ip6:2001:db8::1 ip6:2001:db8::2 ip6:2001:db8:0:1::/64 -all", 0, "2", true },
        { "v=spf1 ip6:2001:db8::/32 ip6:2001:db8:1::/48 -all", 0, "4294967296", true },
        { "v=spf1 a:both.example -all", 1, "1", true },
        { "v=spf1 a:both.example/24//48 -all", 256, "65536", true },
        { "v=spf1 a:alias.example a:both.example -all", 1, "1", true },
        { "v=spf1 mx:two.example -all", 2, "1", true },
        { "v=spf1 mx:null.example a:away.example -all", 0, "0", true },
        { "v=spf1 a:a..example ip4:192.0.2.1 -all", 1, "0", true },
        { "v=spf1 include:in.example -all", 127, "0", true },
        { "v=spf1 ?include:in.example ip4:192.0.2.0/24 -all", 129, "0", true },
        { "v=spf1 redirect=in.example", 127, "0", true },
        { "v=spf1 ip4:192.0.2.1 include:in.example redirect=pass.example", AllIp4, "18446744073709551616", true },
        { "v=spf1 include:pass.example -all", AllIp4, "18446744073709551616", true },
        { "v=spf1 include:none.example ip4:192.0.2.1 -all", 1, "0", true },
        { "v=spf1 -all ip4:192.0.2.1 redirect=pass.example", 0, "0", true },
        { "v=spf1 ip4:192.0.2.1 ptr -all", 1, "0", false },
        { "v=spf1 ip4:192.0.2.1 exists:%{i}.list.example -all", 1, "0", false },
        { "v=spf1 ip4:192.0.2.1 include:%{l}.example -all", 1, "0", false },
        { "v=spf1 ip4:192.0.2.1 a:broken.example -all", 1, "0", false },
        { "v=spf1 ip4:192.0.2.1 mx:brokenhost.example -all", 1, "0", false },
        { "v=spf1 ip4:192.0.2.1 include:broken.example -all", 1, "0", false },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task A_client_counts_once_and_by_the_first_match(string record, ulong ip4, string ip6Networks, bool isExact) =>
        (await AuditAsync(record)).Addresses.Should().Be(new AddressCount(ip4, UInt128.Parse(ip6Networks, null), isExact));

    [Fact]
    public async Task A_term_counts_what_it_lets_in_by_itself()
    {
        var facts = await AuditAsync("v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.9 include:in.example exists:%{i}.list.example ip6:2001:db8::/48 -all a:both.example");

        facts.Tree!.Terms.Select(t => t.Addresses).Should().Equal(
            new AddressCount(256, 0, true), null, new AddressCount(127, 0, true), null, new AddressCount(0, 65536, true), null, null);
        facts.Tree.Terms[2].Tree!.Terms.Select(t => t.Addresses?.Ip4).Should().Equal(null, 128, null);
    }

    [Fact]
    public async Task Several_records_and_none_have_no_count()
    {
        (await SpfLookupTreeTests.AuditAsync(new TestZone().Txt("example.com", "v=spf1 -all", "v=spf1 ~all"))).Addresses.Should().BeNull();
        (await SpfLookupTreeTests.AuditAsync(new TestZone())).Addresses.Should().BeNull();
    }

    [Fact]
    public async Task The_count_is_the_number_of_clients_that_an_evaluation_passes()
    {
        var random = new Random(7208);
        for (var round = 0; round < 40; round++)
        {
            var zone = new TestZone().Txt("example.com", $"v=spf1 {Terms(random)} include:in.example {Terms(random)} redirect=last.example")
                .Txt("in.example", $"v=spf1 {Terms(random)} ?all").Txt("last.example", $"v=spf1 {Terms(random)} -all");

            var count = (await SpfLookupTreeTests.AuditAsync(zone)).Addresses!;
            var passed = 0UL;
            for (var host = 0; host < 256; host++)
            {
                var request = new SpfCheckRequest(IPAddress.Parse($"192.0.2.{host}"), "example.com", DateTimeOffset.UnixEpoch);
                passed += (await SpfEvaluator.CheckAsync(request, zone, TestContext.Current.CancellationToken)).Result == SpfResult.Pass ? 1UL : 0UL;
            }

            count.Should().Be(new AddressCount(passed, 0, true));
        }
    }

    [Fact]
    public async Task The_hosts_asked_for_are_bounded()
    {
        var zone = new TestZone().Txt("example.com", $"v=spf1 {string.Join(' ', Enumerable.Range(0, 30).Select(i => $"mx:m{i}.example"))} -all");
        foreach (var i in Enumerable.Range(0, 300))
        {
            zone.Mx($"m{i / 10}.example", i, $"h{i}.example");
        }

        (await SpfLookupTreeTests.AuditAsync(zone)).Addresses!.IsExact.Should().BeFalse();
        zone.Asked.Should().HaveCountLessThanOrEqualTo(1 + 30 + (2 * HostAddresses.MaxHosts));
    }

    private static string Terms(Random random) => string.Join(' ', Enumerable.Range(0, 4).Select(_ =>
        $"{"+-~?+"[random.Next(5)]}ip4:192.0.2.{random.Next(256)}/{random.Next(26, 33)}"));

    private static Task<SpfFacts> AuditAsync(string record) => SpfLookupTreeTests.AuditAsync(new TestZone()
        .Txt("example.com", record)
        .A("both.example", "192.0.2.3", "2001:db8::3").Cname("alias.example", "both.example")
        .Mx("two.example", 10, "both.example").Mx("two.example", 20, "other.example").A("other.example", "192.0.2.4")
        .Mx("null.example", 0, ".").Mx("brokenhost.example", 10, "broken.example").Fails("broken.example", DnsStatus.ServerFailure)
        .Txt("in.example", "v=spf1 -ip4:192.0.2.1 ip4:192.0.2.0/25 ?all").Txt("pass.example", "v=spf1 +all").Txt("none.example", "hello"));
}
