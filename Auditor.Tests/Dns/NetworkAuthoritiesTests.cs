using System.Net;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

/// <summary>Questions to name servers themselves: real nsd, and scripted servers for what nsd would never do.</summary>
public sealed class NetworkAuthoritiesTests
{
    private const string Parent = """
        $ORIGIN example.test.
        $TTL 300
        @ SOA ns.example.test. host.example.test. 7 3600 600 86400 300
        @ NS ns.example.test.
        ns A 127.0.0.2
        @ TXT "v=spf1 -all"
        inner CNAME www
        www TXT "web"
        outer CNAME target.elsewhere.test.
        child NS ns.child
        ns.child A 127.0.0.3

        """;

    private static readonly DomainName Zone = DomainName.Parse("example.test");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("example.test", DnsRecordType.Txt, DirectStatus.Answered, DnsStatus.Answer, "v=spf1 -all")]
    [InlineData("gone.example.test", DnsRecordType.Txt, DirectStatus.Answered, DnsStatus.NxDomain, "")]
    [InlineData("ns.example.test", DnsRecordType.Txt, DirectStatus.Answered, DnsStatus.NoData, "")]
    [InlineData("inner.example.test", DnsRecordType.Txt, DirectStatus.Answered, DnsStatus.Answer, "web")]
    [InlineData("outer.example.test", DnsRecordType.Txt, DirectStatus.Aliased, DnsStatus.Answer, "target.elsewhere.test")]
    [InlineData("x.child.example.test", DnsRecordType.Txt, DirectStatus.Referred, DnsStatus.Unusable, "")]
    public async Task A_server_that_holds_the_zone_says_what_it_holds(string name, DnsRecordType type, DirectStatus status, DnsStatus outcome, string data)
    {
        await using var servers = await NameServers.StartAsync(("127.0.0.2", [("example.test", Parent)]));
        using var authorities = servers.Authorities();

        var answer = await AskAsync(authorities, "127.0.0.2", name, type);

        (answer.Status, answer.Outcome.Status).Should().Be((status, outcome));
        string.Join('|', answer.Outcome.Records.Select(r => r.Data)).Should().Be(data);
        answer.Child.Should().Be(status == DirectStatus.Referred ? DomainName.Parse("child.example.test") : null);
    }

    [Fact]
    public async Task A_server_without_the_zone_is_lame()
    {
        await using var servers = await NameServers.StartAsync(("127.0.0.2", []), ("127.0.0.3", [("child.example.test", "not a zone file")]));
        using var authorities = servers.Authorities();

        var refuses = await AskAsync(authorities, "127.0.0.2", "example.test", DnsRecordType.Soa);
        var fails = await authorities.AskAsync(IPAddress.Parse("127.0.0.3"), DomainName.Parse("child.example.test"), DomainName.Parse("child.example.test"), DnsRecordType.Soa, Cancel);

        (refuses.Status, refuses.Outcome.Status).Should().Be((DirectStatus.Lame, DnsStatus.Refused));
        (fails.Status, fails.Outcome.Status).Should().Be((DirectStatus.Lame, DnsStatus.ServerFailure));
    }

    [Fact]
    public async Task An_answer_without_authority_is_lame_and_nobody_is_asked_to_recurse()
    {
        byte[]? query = null;
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Text(query = q, "from a cache"));
        using var authorities = Authorities(server.EndPoint.Port);

        var answer = await AskAsync(authorities, "127.0.0.1", "example.test", DnsRecordType.Txt);

        answer.Status.Should().Be(DirectStatus.Lame);
        answer.Outcome.Error.Should().Contain("without authority");
        (query![2] & 1).Should().Be(0, "RD is clear");
    }

    [Fact]
    public async Task A_silent_server_costs_two_tries_and_is_then_left_alone()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        using var authorities = Authorities(server.EndPoint.Port, TimeSpan.FromMilliseconds(400));

        var first = await AskAsync(authorities, "127.0.0.1", "example.test", DnsRecordType.Soa);
        var second = await AskAsync(authorities, "127.0.0.1", "example.test", DnsRecordType.Txt);

        (first.Status, second.Status).Should().Be((DirectStatus.Silent, DirectStatus.Silent));
        (first.Outcome.Status, second.Outcome.Status).Should().Be((DnsStatus.Timeout, DnsStatus.Timeout));
        server.Received.Should().Be(2);
    }

    [Fact]
    public async Task A_server_gets_four_questions_at_a_time()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        using var authorities = Authorities(server.EndPoint.Port);

        var questions = Enumerable.Range(0, 12).Select(i => AskAsync(authorities, "127.0.0.1", $"n{i}.example.test", DnsRecordType.Txt)).ToList();
        var answers = await Task.WhenAll(questions);

        answers.Should().OnlyContain(a => a.Status == DirectStatus.Silent);
        server.Received.Should().Be(2 * NetworkAuthorities.MaxInFlightPerServer, "the others learn from the first four that the server is silent");
    }

    [Fact]
    public async Task A_private_address_is_not_asked_unless_that_is_allowed()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q));
        using var authorities = new NetworkAuthorities(new AuthorityOptions { Port = server.EndPoint.Port }, TimeProvider.System);

        var answer = await AskAsync(authorities, "127.0.0.1", "example.test", DnsRecordType.Txt);

        (answer.Status, answer.Outcome.Status).Should().Be((DirectStatus.NotAsked, DnsStatus.NotAsked));
        server.Received.Should().Be(0);
    }

    [Fact]
    public async Task When_many_servers_in_a_row_keep_silent_nobody_is_asked_any_more()
    {
        using var authorities = Authorities(TestServices.FreePort(), TimeSpan.FromMilliseconds(400));

        var answers = await Task.WhenAll(Enumerable.Range(1, NetworkAuthorities.SilentServersUntilClosed).Select(i => AskAsync(authorities, $"127.0.9.{i}", "example.test", DnsRecordType.Soa)));
        var after = await AskAsync(authorities, "127.0.10.1", "example.test", DnsRecordType.Soa);

        answers.Should().OnlyContain(a => a.Status == DirectStatus.Silent);
        authorities.CanAsk.Should().BeFalse();
        after.Status.Should().Be(DirectStatus.NotAsked);
        after.Outcome.Error.Should().Contain("cannot be asked from here");
    }

    [Fact]
    public async Task One_answer_between_keeps_the_way_open()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, rcode: 5));
        using var authorities = Authorities(server.EndPoint.Port);

        for (var half = 0; half < 2; half++)
        {
            await Task.WhenAll(Enumerable.Range(1, NetworkAuthorities.SilentServersUntilClosed - 1).Select(i => AskAsync(authorities, $"127.0.{9 + half}.{i}", "example.test", DnsRecordType.Soa)));
            await AskAsync(authorities, "127.0.0.1", "example.test", DnsRecordType.Soa);
        }

        authorities.CanAsk.Should().BeTrue();
    }

    private static NetworkAuthorities Authorities(int port, TimeSpan? timeout = null) =>
        new(new AuthorityOptions { AllowPrivate = true, Port = port, QuestionTimeout = timeout ?? TimeSpan.FromSeconds(4) }, TimeProvider.System);

    private static Task<DirectAnswer> AskAsync(NetworkAuthorities authorities, string server, string name, DnsRecordType type) =>
        authorities.AskAsync(IPAddress.Parse(server), Zone, DomainName.Parse(name), type, Cancel).AsTask();
}
