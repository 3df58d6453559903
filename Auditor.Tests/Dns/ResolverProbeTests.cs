using System.Net;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class ResolverProbeTests(SignedZones zones) : IClassFixture<SignedZones>
{
    [Fact]
    public async Task A_sound_resolver_has_nothing_wrong()
    {
        var facts = await ProbeAsync(zones.Resolver);

        facts.Should().BeEquivalentTo(new ResolverFacts(zones.Resolver)
        {
            Asked = 3,
            Answered = 3,
            OffersRecursion = true,
            TakesEdns = true,
            AnswersTcp = true,
            DeliversLargeAnswers = true,
            SetsAuthenticData = true,
            RefusesBogus = true,
            InventsAnswers = false,
        }, o => o.Excluding(f => f.MedianLatency));
        facts.MedianLatency.Should().BePositive();
    }

    [Fact]
    public async Task A_resolver_that_gives_an_address_for_every_name_is_found_out()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q));

        var facts = await ProbeAsync(server.EndPoint);

        (facts.InventsAnswers, facts.SetsAuthenticData, facts.RefusesBogus).Should().Be((true, false, false));
    }

    [Fact]
    public async Task A_resolver_without_edns_or_tcp_is_found_out()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, rcode: q[11] > 0 ? 1 : 0), withTcp: false);

        var facts = await ProbeAsync(server.EndPoint);

        (facts.Answered, facts.TakesEdns, facts.AnswersTcp).Should().Be((3, false, false));
    }

    [Fact]
    public async Task Large_answers_that_get_lost_are_found_out()
    {
        await using var server = ScriptedDnsServer.Start((q, tcp, _) => IsDnskey(q) ? tcp ? null : ScriptedDnsServer.Reply(q, truncated: true) : ScriptedDnsServer.Reply(q, rcode: 3));

        (await ProbeAsync(server.EndPoint)).Should().BeEquivalentTo(new { AnswersTcp = true, DeliversLargeAnswers = false, InventsAnswers = false });
    }

    [Fact]
    public async Task A_server_that_refuses_and_one_that_is_dead_are_told_apart()
    {
        await using var refusing = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, rcode: 5));
        await using var dead = ScriptedDnsServer.Start((_, _, _) => null);

        (await ProbeAsync(refusing.EndPoint)).Should().BeEquivalentTo(new { Answered = 0, FailureCode = 5 });
        (await ProbeAsync(dead.EndPoint)).Should().BeEquivalentTo(new { Answered = 0, FailureCode = (int?)null });
        dead.Received.Should().Be(2);
    }

    private static bool IsDnskey(byte[] query)
    {
        var end = 12;
        while (query[end] != 0)
        {
            end += query[end] + 1;
        }

        return query[end + 2] == 48;
    }

    private static Task<ResolverFacts> ProbeAsync(IPEndPoint server) =>
        new ResolverProbe(server, SignedZones.Questions with { TryTimeout = TimeSpan.FromMilliseconds(400) }, TimeProvider.System).RunAsync(TestContext.Current.CancellationToken);
}
