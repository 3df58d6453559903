using System.Diagnostics;
using System.Net;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class MisbehavingServerTests
{
    private static readonly DomainName Name = DomainName.Parse("name.test");

    // Far above what any of these cases takes, and the bound that an audit relies on.
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_silent_server_is_a_timeout_after_four_tries()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        var outcome = await Ask(Fast, server);
        outcome.Status.Should().Be(DnsStatus.Timeout);
        outcome.Error.Should().NotBeNullOrEmpty();
        server.Received.Should().Be(4);
    }

    [Fact]
    public async Task A_slow_answer_is_taken_although_the_question_was_sent_again()
    {
        using var pause = new ManualResetEventSlim();
        await using var server = ScriptedDnsServer.Start((q, _, n) => n > 0 || pause.Wait(Fast.ResendAfter * 2) ? null : ScriptedDnsServer.Text(q, "late"));
        (await Ask(Fast, server)).Texts.Should().Equal("late");
    }

    [Fact]
    public async Task A_silent_server_costs_five_seconds_at_most_by_default()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        var watch = Stopwatch.StartNew();
        (await Ask(new DnsResolverOptions(), server)).Status.Should().Be(DnsStatus.Timeout);
        watch.Elapsed.Should().BeLessThan(Generous);
    }

    [Fact]
    public async Task Many_silent_servers_cost_no_more_than_the_question_may()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        var outcome = await Ask(Fast with { QuestionTimeout = TimeSpan.FromMilliseconds(500) }, server, server, server, server);
        outcome.Status.Should().Be(DnsStatus.Timeout);
        server.Received.Should().BeInRange(2, 4);
    }

    [Fact]
    public async Task A_silent_server_is_followed_by_the_next()
    {
        await using var silent = ScriptedDnsServer.Start((_, _, _) => null);
        await using var good = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Text(q, "here"));
        var outcome = await Ask(Fast, silent, good);
        outcome.Texts.Should().Equal("here");
        outcome.Server.Should().Be(good.EndPoint.ToString());
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_asked_last()
    {
        await using var silent = ScriptedDnsServer.Start((_, _, _) => null);
        await using var good = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Text(q, "here"));
        using var resolver = Resolver(Fast, silent, good);
        for (var i = 0; i < 12; i++)
        {
            (await resolver.QueryAsync(Name, DnsRecordType.Txt, TestContext.Current.CancellationToken)).Status.Should().Be(DnsStatus.Answer);
        }

        silent.Received.Should().Be(8);
    }

    [Fact]
    public async Task A_refusal_leads_to_the_next_server_at_once()
    {
        await using var refusing = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, 5));
        await using var good = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Text(q, "here"));
        (await Ask(Fast, refusing, good)).Texts.Should().Equal("here");
        (await Ask(Fast, refusing)).Status.Should().Be(DnsStatus.Refused);
        refusing.Received.Should().Be(2, "one server that refuses is not asked again");
    }

    [Fact]
    public async Task A_SERVFAIL_is_asked_again()
    {
        await using var server = ScriptedDnsServer.Start((q, _, n) => n == 0 ? ScriptedDnsServer.Reply(q, 2) : ScriptedDnsServer.Text(q, "here"));
        (await Ask(Fast, server)).Texts.Should().Equal("here");
    }

    [Fact]
    public async Task A_lasting_SERVFAIL_is_a_server_failure()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, 2));
        (await Ask(Fast, server)).Status.Should().Be(DnsStatus.ServerFailure);
        server.Received.Should().Be(4);
    }

    [Fact]
    public async Task A_truncated_answer_without_TCP_is_unusable_and_not_missing()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, truncated: true), withTcp: false);
        var outcome = await Ask(Fast, server);
        outcome.Status.Should().Be(DnsStatus.Unusable);
        outcome.Error.Should().Contain("cut to fit UDP").And.Contain("over TCP");
    }

    [Fact]
    public async Task A_reply_with_another_id_is_checked_over_TCP()
    {
        await using var server = ScriptedDnsServer.Start((q, overTcp, _) => overTcp ? ScriptedDnsServer.Text(q, "true") : WithOtherId(ScriptedDnsServer.Text(q, "forged")));
        (await Ask(Fast, server)).Texts.Should().Equal("true");
    }

    [Fact]
    public async Task A_reply_to_another_question_is_never_taken()
    {
        await using var server = ScriptedDnsServer.Start((q, overTcp, _) => overTcp ? ScriptedDnsServer.Text(q, "true") : ScriptedDnsServer.Text(WithOtherName(q), "forged"));
        (await Ask(Fast, server)).Texts.Should().Equal("true");

        await using var stubborn = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Text(WithOtherName(q), "forged"));
        (await Ask(Fast, stubborn)).Status.Should().Be(DnsStatus.Unusable);
    }

    [Fact]
    public async Task A_message_of_noise_is_unusable()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => [.. q[..12], 0xFF, 0xFF, 0xFF]);
        (await Ask(Fast, server)).Status.Should().Be(DnsStatus.Unusable);
    }

    [Fact]
    public async Task FORMERR_is_asked_again_without_EDNS()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => q[11] == 1 ? ScriptedDnsServer.Reply(q, 1) : ScriptedDnsServer.Text(q, "plain"));
        (await Ask(Fast, server)).Texts.Should().Equal("plain");
    }

    [Fact]
    public async Task An_empty_answer_without_authority_is_unusable()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.Reply(q, recursion: false));
        (await Ask(Fast, server)).Status.Should().Be(DnsStatus.Unusable);
    }

    [Fact]
    public async Task An_alias_that_the_server_leaves_open_is_followed()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.NameOf(q) == "name.test" ? ScriptedDnsServer.Alias(q, "end.example") : ScriptedDnsServer.Text(q, "end"));
        var outcome = await Ask(Fast, server);
        outcome.Texts.Should().Equal("end");
        outcome.Aliases.Should().Equal(DomainName.Parse("end.example"));
        outcome.Name.Should().Be(Name);
    }

    [Fact]
    public async Task Endless_aliases_end_as_unusable_after_a_bounded_number_of_queries()
    {
        await using var server = ScriptedDnsServer.Start((q, _, n) => ScriptedDnsServer.Alias(q, $"n{n}.example"));
        (await Ask(Fast, server)).Status.Should().Be(DnsStatus.Unusable);
        server.Received.Should().BeLessThan(20);
    }

    [Fact]
    public async Task A_closed_port_is_a_timeout()
    {
        using var resolver = new DnsClientResolver(Fast with { Servers = [new IPEndPoint(IPAddress.Loopback, TestServices.FreePort())] }, TimeProvider.System);
        (await resolver.QueryAsync(Name, DnsRecordType.Txt, TestContext.Current.CancellationToken)).Status.Should().Be(DnsStatus.Timeout);
    }

    [Fact]
    public async Task Cancelling_throws_the_callers_own_exception()
    {
        await using var server = ScriptedDnsServer.Start((_, _, _) => null);
        using var resolver = Resolver(new DnsResolverOptions(), server);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var asking = async () => await resolver.QueryAsync(Name, DnsRecordType.Txt, cancel.Token);
        (await asking.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task Dead_names_do_not_hold_up_the_living()
    {
        await using var server = ScriptedDnsServer.Start((q, _, _) => ScriptedDnsServer.NameOf(q).StartsWith("dead", StringComparison.Ordinal) ? null : ScriptedDnsServer.Text(q, "alive"));
        using var resolver = Resolver(Fast with { MaxInFlight = 2, SideLaneAfter = TimeSpan.FromMilliseconds(40), ResendAfter = Generous, QuestionTimeout = Generous * 3 }, server);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var dead = Enumerable.Range(0, 20).Select(i => resolver.QueryAsync(DomainName.Parse($"dead{i}.test"), DnsRecordType.Txt, over.Token).AsTask()).ToArray();
        var living = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => resolver.QueryAsync(DomainName.Parse($"live{i}.test"), DnsRecordType.Txt, over.Token).AsTask()));
        living.Should().OnlyContain(o => o.Status == DnsStatus.Answer);
        dead.Should().OnlyContain(t => !t.IsCompleted);
        await over.CancelAsync();
        await FluentActions.Awaiting(() => Task.WhenAll(dead)).Should().ThrowAsync<OperationCanceledException>();
    }

    private static DnsResolverOptions Fast => new() { QuestionTimeout = TimeSpan.FromSeconds(2), ResendAfter = TimeSpan.FromMilliseconds(200), FailurePause = TimeSpan.FromMilliseconds(10) };

    private static DnsClientResolver Resolver(DnsResolverOptions options, params ScriptedDnsServer[] servers) =>
        new(options with { Servers = [.. servers.Select(s => s.EndPoint)] }, TimeProvider.System);

    private static async Task<DnsOutcome> Ask(DnsResolverOptions options, params ScriptedDnsServer[] servers)
    {
        using var resolver = Resolver(options, servers);
        return await resolver.QueryAsync(Name, DnsRecordType.Txt, TestContext.Current.CancellationToken);
    }

    private static byte[] WithOtherId(byte[] reply) => [(byte)(reply[0] ^ 0x55), .. reply[1..]];

    // name.test -> fame.test
    private static byte[] WithOtherName(byte[] query) => [.. query[..13], (byte)'f', .. query[14..]];
}
