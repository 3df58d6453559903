using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Blocklists;

/// <summary>Reads ../shared/data/dnsbl/queries.json: names, answers, test points.</summary>
public sealed class BlocklistSharedCasesTests
{
    private const string File = "dnsbl/queries.json";

    private static readonly Dictionary<string, ZoneHealth> Healths = new()
    {
        ["ok"] = ZoneHealth.Ok,
        ["lists-everything"] = ZoneHealth.ListsEverything,
        ["dead-parked"] = ZoneHealth.Parked,
        ["dead-or-no-test-entry"] = ZoneHealth.NoTestEntry,
        ["unreachable"] = ZoneHealth.Unreachable,
        ["refused"] = ZoneHealth.Refused,
    };

    private static readonly Dictionary<string, BlocklistStatus> Statuses = new()
    {
        ["not-listed"] = BlocklistStatus.Clean,
        ["listed"] = BlocklistStatus.Listed,
        ["allow-listed"] = BlocklistStatus.AllowListed,
        ["error"] = BlocklistStatus.Error,
    };

    [Fact]
    public async Task Each_subject_has_the_name_of_its_case()
    {
        var cases = await SharedCases.ReadAsync(File);
        cases.Should().HaveCount(9);
        foreach (var item in cases)
        {
            var input = SharedCases.Text(item, "input")!;
            var subject = SharedCases.Text(item, "kind") == "ip" ? BlocklistSubject.Of(IPAddress.Parse(input)) : BlocklistSubject.Of(DomainName.Parse(input));

            subject.TryName(DomainName.Parse(SharedCases.Text(item, "zone")!), out var name).Should().BeTrue();
            name.Value.Should().Be(SharedCases.Text(item, "query"), input);
        }
    }

    [Fact]
    public async Task Each_answer_has_the_status_and_the_codes_of_its_case()
    {
        var cases = await SharedCases.ReadAsync(File, "interpret");
        cases.Should().HaveCount(40);
        foreach (var item in cases)
        {
            var zone = Zone(SharedCases.Text(item, "zone")!);
            var subject = zone.Kind == BlocklistKind.Domain ? BlocklistSubject.Of(DomainName.Parse("example.com")) : BlocklistSubject.Of(IPAddress.Parse("192.0.2.1"));
            var (status, returned) = Answer(item.GetProperty("answer"));

            var answer = ListReading.Read(zone, subject, new BlocklistLookup(status, returned, default));

            var id = SharedCases.Text(item, "id");
            answer.Status.Should().Be(Statuses[SharedCases.Text(item, "status")!], id);
            answer.Codes.Should().Equal(SharedCases.Strings(item, "codes"), id);
        }
    }

    [Fact]
    public async Task Each_pair_of_test_points_gives_the_health_of_its_case()
    {
        var cases = await SharedCases.ReadAsync(File, "zoneHealth");
        cases.Should().HaveCount(8);
        foreach (var item in cases)
        {
            var id = SharedCases.Text(item, "id")!;

            // "zone codes needed to tell from lists-everything", as the case says: those of URIBL, with the test points of an address list.
            var zone = id == "uribl-blocked" ? Zone("multi.uribl.com") with { Kind = BlocklistKind.Ip, TestListed = null } : Zone("dnsbl.example.org");
            var resolver = new TestZone();
            Add(resolver, "2.0.0.127." + zone.Zone, item.GetProperty("answerFor_2_0_0_127"));
            Add(resolver, "1.0.0.127." + zone.Zone, item.GetProperty("answerFor_1_0_0_127"));

            var test = await BlocklistCheck.TestAsync(zone, SubjectKind.Ipv4, resolver, TestContext.Current.CancellationToken);

            test.Health.Should().Be(Healths[SharedCases.Text(item, "zoneHealth")!], id);
            test.Detail.Should().Match(d => test.IsUsable == (d.Length == 0), "what is wrong is said");
        }
    }

    private static BlocklistZone Zone(string name) => BlocklistCatalogue.Default.Find(name)
        ?? new BlocklistZone { Zone = DomainName.Parse(name), Name = name, Operator = name, Kind = BlocklistKind.Ip };

    private static (DnsStatus Status, ImmutableArray<IPAddress> Returned) Answer(JsonElement answer) => answer.ValueKind == JsonValueKind.String
        ? (Status(answer.GetString()!), [])
        : answer.GetArrayLength() == 0 ? (DnsStatus.NoData, []) : (DnsStatus.Answer, [.. answer.EnumerateArray().Select(a => IPAddress.Parse(a.GetString()!))]);

    private static void Add(TestZone zone, string name, JsonElement answer)
    {
        var (status, returned) = Answer(answer);
        if (status == DnsStatus.Answer)
        {
            zone.A(name, [.. returned.Select(a => a.ToString())]);
        }
        else if (status != DnsStatus.NxDomain)
        {
            zone.Fails(name, status);
        }
    }

    private static DnsStatus Status(string word) => word switch
    {
        "NXDOMAIN" => DnsStatus.NxDomain,
        "SERVFAIL" => DnsStatus.ServerFailure,
        "TIMEOUT" => DnsStatus.Timeout,
        "REFUSED" => DnsStatus.Refused,
        _ => throw new InvalidOperationException($"The case has an answer that this test does not know: {word}."),
    };
}
