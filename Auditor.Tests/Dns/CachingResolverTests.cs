using System.Collections.Concurrent;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class CachingResolverTests
{
    private readonly SteppedTime time = new();
    private readonly GatedResolver inner = new();
    private readonly CachingResolver cache;

    public CachingResolverTests() => cache = new CachingResolver(inner, time);

    [Fact]
    public async Task Equal_questions_at_once_are_one_query()
    {
        inner.Hold();
        var asked = Enumerable.Range(0, 50).Select(_ => Ask("a.test").AsTask()).ToArray();
        inner.Release();
        (await Task.WhenAll(asked)).Should().OnlyContain(o => o.Status == DnsStatus.Answer);
        inner.Asked.Should().ContainSingle();
        (cache.Queries, cache.Hits).Should().Be((1, 49));
    }

    [Fact]
    public async Task A_name_that_kept_silent_is_not_asked_about_again_at_once_nor_are_the_names_below_it()
    {
        inner.Answers["dead.test"] = With(DnsStatus.Timeout, 0);
        await AskForLong("dead.test");
        (await Ask("_dmarc.dead.test")).Status.Should().Be(DnsStatus.Timeout);
        (await cache.QueryAsync(DomainName.Parse("dead.test"), DnsRecordType.Mx, TestContext.Current.CancellationToken)).Status.Should().Be(DnsStatus.Timeout);
        (await Ask("alive.test")).Status.Should().Be(DnsStatus.Answer);
        inner.Asked.Should().HaveCount(2);

        time.Advance(CachingResolver.FailureHold);
        (await Ask("_dmarc.dead.test")).Status.Should().Be(DnsStatus.Answer);
    }

    [Fact]
    public async Task A_server_that_drops_one_type_of_question_is_asked_the_others()
    {
        await cache.QueryAsync(DomainName.Parse("half.test"), DnsRecordType.Mx, TestContext.Current.CancellationToken);
        inner.Answers["half.test"] = With(DnsStatus.Timeout, 0);
        (await AskForLong("half.test")).Status.Should().Be(DnsStatus.Timeout);
        (await Ask("_25._tcp.half.test")).Status.Should().Be(DnsStatus.Answer);
    }

    [Fact]
    public async Task An_answer_is_kept_for_its_TTL()
    {
        inner.Answers["a.test"] = With(DnsStatus.Answer, 100);
        await Ask("a.test");
        time.Advance(TimeSpan.FromSeconds(99));
        await Ask("A.test.");
        inner.Asked.Should().HaveCount(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await Ask("a.test");
        inner.Asked.Should().HaveCount(2);
    }

    [Theory]
    [InlineData(DnsStatus.NxDomain, 300u, 300)]
    [InlineData(DnsStatus.NoData, 0u, 30)]
    [InlineData(DnsStatus.Answer, 0u, 30)]
    [InlineData(DnsStatus.Answer, 4_000_000u, 3600)]
    [InlineData(DnsStatus.Timeout, 9999u, 30)]
    [InlineData(DnsStatus.ServerFailure, 0u, 30)]
    public async Task What_is_kept_how_long_depends_on_the_outcome(DnsStatus status, uint ttl, int seconds)
    {
        inner.Answers["a.test"] = With(status, ttl);
        await Ask("a.test");
        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        await Ask("a.test");
        inner.Asked.Should().HaveCount(1);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await Ask("a.test");
        inner.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task Types_are_kept_apart()
    {
        await Ask("a.test");
        await cache.QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Mx, TestContext.Current.CancellationToken);
        inner.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task One_caller_that_gives_up_does_not_end_the_question_of_the_others()
    {
        inner.Hold();
        using var cancel = new CancellationTokenSource();
        var first = cache.QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Txt, cancel.Token).AsTask();
        var second = Ask("a.test").AsTask();
        await cancel.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        inner.Release();
        (await second).Status.Should().Be(DnsStatus.Answer);
    }

    [Fact]
    public async Task A_domain_may_send_three_hundred_queries_and_no_more()
    {
        var budget = new QueryBudget(cache, time);
        var outcomes = new List<DnsOutcome>();
        for (var i = 0; i < QueryBudget.MaxQueries + 5; i++)
        {
            outcomes.Add(await budget.QueryAsync(DomainName.Parse($"n{i}.test"), DnsRecordType.A, TestContext.Current.CancellationToken));
        }

        outcomes.Take(300).Should().OnlyContain(o => o.Status == DnsStatus.Answer);
        outcomes.Skip(300).Should().HaveCount(5).And.OnlyContain(o => o.Status == DnsStatus.NotAsked && o.IsUnknown && o.Error != null);
        (budget.Queries, budget.NotAsked, inner.Asked.Count).Should().Be((300, 5, 300));
    }

    [Fact]
    public async Task What_memory_knows_costs_no_query()
    {
        await Ask("a.test");
        var budget = new QueryBudget(cache, time);
        await budget.QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Txt, TestContext.Current.CancellationToken);
        await budget.QueryAsync(DomainName.Parse("b.test"), DnsRecordType.Txt, TestContext.Current.CancellationToken);
        (budget.Queries, budget.CacheHits).Should().Be((1, 1));
    }

    [Fact]
    public async Task After_thirty_seconds_a_domain_sends_no_further_query()
    {
        var budget = new QueryBudget(cache, time);
        await budget.QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Txt, TestContext.Current.CancellationToken);
        time.Advance(QueryBudget.MaxDuration);
        (await budget.QueryAsync(DomainName.Parse("b.test"), DnsRecordType.Txt, TestContext.Current.CancellationToken)).Status.Should().Be(DnsStatus.NotAsked);
        inner.Asked.Should().HaveCount(1);
    }

    private ValueTask<DnsOutcome> Ask(string name) => cache.QueryAsync(DomainName.Parse(name), DnsRecordType.Txt, TestContext.Current.CancellationToken);

    private async Task<DnsOutcome> AskForLong(string name)
    {
        inner.Hold();
        var asked = Ask(name);
        time.Advance(CachingResolver.SilenceAfter);
        inner.Release();
        return await asked;
    }

    private static DnsOutcome With(DnsStatus status, uint ttl) =>
        DnsOutcome.Without(DomainName.Parse("a.test"), DnsRecordType.Txt, status) with { TtlSeconds = ttl };

    /// <summary>Answers what it is told, at once or when released, and notes what reached it.</summary>
    private sealed class GatedResolver : IDnsResolver
    {
        private TaskCompletionSource? gate;

        public ConcurrentQueue<string> Asked { get; } = [];

        public Dictionary<string, DnsOutcome> Answers { get; } = [];

        public void Hold() => gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => gate?.SetResult();

        public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
        {
            Asked.Enqueue($"{name} {type}");
            if (gate is not null)
            {
                await gate.Task.WaitAsync(cancellationToken);
            }

            return Answers.GetValueOrDefault(name.Value) ?? With(DnsStatus.Answer, 3600);
        }
    }
}
