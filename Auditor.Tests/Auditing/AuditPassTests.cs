using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class AuditPassTests
{
    [Fact]
    public async Task Every_domain_of_a_pass_is_audited_once_and_what_they_share_is_asked_once()
    {
        var zone = new TestZone().Txt("_spf.provider.net", "v=spf1 ip4:192.0.2.0/24 -all").Mx("provider.net", 10, "mx.provider.net").A("mx.provider.net", "192.0.2.1");
        var names = Enumerable.Range(0, 200).Select(i => $"d{i}.example").ToList();
        names.ForEach(n => zone.Txt(n, "v=spf1 include:_spf.provider.net -all").Mx(n, 10, "mx.provider.net"));

        var audits = await CollectAsync(new AuditPass(zone, TimeProvider.System) { Concurrency = 16 }, names);

        audits.Select(a => a.Domain).Should().BeEquivalentTo(names);
        audits.Should().OnlyContain(a => a.Spf.Lookups == 1);
        zone.Asked.Should().ContainSingle(q => q.Name == "_spf.provider.net" && q.Type == DnsRecordType.Txt);
        zone.Asked.Should().ContainSingle(q => q.Name == "mx.provider.net" && q.Type == DnsRecordType.A);
    }

    [Fact]
    public async Task Audits_are_given_as_they_complete_while_a_dead_name_is_still_waited_for()
    {
        var release = new TaskCompletionSource();
        var resolver = new SlowName(new TestZone().Txt("quick.example", "v=spf1 -all"), "slow.example", release.Task);
        var pass = new AuditPass(resolver, TimeProvider.System);

        await using var audits = pass.RunAsync(Requests(["slow.example", "quick.example"]), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        (await audits.MoveNextAsync()).Should().BeTrue();
        audits.Current.Domain.Should().Be("quick.example");
        release.SetResult();
        (await audits.MoveNextAsync()).Should().BeTrue();
        audits.Current.Domain.Should().Be("slow.example");
        (await audits.MoveNextAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task No_more_domains_than_the_limit_are_under_way()
    {
        var resolver = new Gauge(new TestZone());
        var pass = new AuditPass(resolver, TimeProvider.System) { Concurrency = 3 };

        (await CollectAsync(pass, Enumerable.Range(0, 60).Select(i => $"d{i}.example"))).Should().HaveCount(60);

        resolver.MostDomains.Should().BeInRange(1, 3);
    }

    [Fact]
    public async Task Whoever_stops_reading_stops_the_pass()
    {
        var zone = new TestZone();
        var pass = new AuditPass(zone, TimeProvider.System) { Concurrency = 2 };

        await foreach (var audit in pass.RunAsync(Requests(Enumerable.Range(0, 10_000).Select(i => $"d{i}.example")), TestContext.Current.CancellationToken))
        {
            audit.Domain.Should().EndWith(".example");
            break;
        }

        var asked = zone.Asked.Select(q => q.Name).Distinct().Count();
        asked.Should().BeLessThan(1000);
    }

    [Fact]
    public async Task A_cancelled_pass_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var pass = new AuditPass(new TestZone(), TimeProvider.System);

        var run = async () =>
        {
            await foreach (var _ in pass.RunAsync(Requests(["a.example"]), cancelled.Token))
            {
            }
        };

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    private static IEnumerable<AuditRequest> Requests(IEnumerable<string> names) => names.Select(n => new AuditRequest(DomainName.Parse(n)));

    [Fact]
    public async Task A_defect_in_an_audit_reaches_the_reader_as_it_is()
    {
        var pass = new AuditPass(new BrokenResolver(), TimeProvider.System);
        var reading = async () => await CollectAsync(pass, ["a.example"]);
        (await reading.Should().ThrowAsync<InvalidOperationException>()).WithMessage("The resolver is broken.");
    }

    private static async Task<List<AuditDocument>> CollectAsync(AuditPass pass, IEnumerable<string> names)
    {
        var audits = new List<AuditDocument>();
        await foreach (var audit in pass.RunAsync(Requests(names), TestContext.Current.CancellationToken))
        {
            audits.Add(audit);
        }

        return audits;
    }

    private sealed class SlowName(IDnsResolver inner, string name, Task release) : IDnsResolver
    {
        public async ValueTask<DnsOutcome> QueryAsync(DomainName question, DnsRecordType type, CancellationToken cancellationToken)
        {
            if (question == DomainName.Parse(name))
            {
                await release;
            }

            return await inner.QueryAsync(question, type, cancellationToken);
        }
    }

    /// <summary>Counts the domains that have a question under way at the same time.</summary>
    private sealed class Gauge(IDnsResolver inner) : IDnsResolver
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, int> underWay = [];

        public int MostDomains { get; private set; }

        public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
        {
            // The second label from the right tells the domain; "_dmarc.example" belongs to them all.
            var domain = name.Labels.Count > 1 ? name.Labels[^2] : name.Value;
            lock (gate)
            {
                underWay[domain] = underWay.GetValueOrDefault(domain) + 1;
                MostDomains = Math.Max(MostDomains, underWay.Count(d => d.Value > 0 && d.Key.StartsWith('d')));
            }

            await Task.Yield();
            var outcome = await inner.QueryAsync(name, type, cancellationToken);
            lock (gate)
            {
                underWay[domain]--;
            }

            return outcome;
        }
    }

    private sealed class BrokenResolver : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The resolver is broken.");
    }
}
