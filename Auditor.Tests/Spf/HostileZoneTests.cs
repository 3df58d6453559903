using System.Net;
using Auditor.Core.Dns;
using Auditor.Core.Spf;
using Auditor.Tests.Support;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

/// <summary>However a zone is built, the number of questions stays bounded.</summary>
public sealed class HostileZoneTests
{
    [Fact]
    public async Task Ten_includes_by_ten_levels_with_fans_of_hosts_ask_at_most_300_questions()
    {
        var zone = new FanZone(fan: 10, depth: 10);

        var facts = await SpfAuditor.AuditAsync(DomainName.Parse("x.example"), zone, TestContext.Current.CancellationToken);

        zone.Questions.Should().BeLessThanOrEqualTo(300);
        facts.Lookups.Should().Be(SpfLimits.CountedTerms);
        facts.PermErrors.Should().Contain(e => e.Kind == SpfPermErrorKind.LookupLimit);
        facts.LookupsAreMinimum.Should().BeTrue();
        // The path of the eleventh lookup goes down the first branch of every level, as a receiver would.
        facts.PermErrorPath!.Split(" > ").Should().HaveCountGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_message_check_of_that_zone_stays_far_below()
    {
        var zone = new FanZone(fan: 10, depth: 10);

        var check = await SpfEvaluator.CheckAsync(
            new SpfCheckRequest(IPAddress.Parse("192.0.2.1"), "x.example", DateTimeOffset.UnixEpoch), zone, TestContext.Current.CancellationToken);

        check.Result.Should().Be(SpfResult.PermError);
        zone.Questions.Should().BeLessThanOrEqualTo(150);
    }

    [Fact]
    public void Random_zones_of_includes_and_redirects_end_within_the_bound()
    {
        var term = Gen.OneOf(
            Gen.Int[0, 8].Select(i => $"include:n{i}.example"), Gen.Int[0, 8].Select(i => $"a:n{i}.example"),
            Gen.Int[0, 8].Select(i => $"mx:n{i}.example"), Gen.Int[0, 8].Select(i => $"redirect=n{i}.example"),
            Gen.Const("exists:%{i}.example"), Gen.Const("-all"), Gen.Const("bad:term"));
        term.Array[0, 12].Array[9].Sample(
            records =>
            {
                var zone = new TestZone();
                for (var i = 0; i < records.Length; i++)
                {
                    zone.Txt($"n{i}.example", string.Join(' ', records[i].Prepend("v=spf1")));
                }

                var facts = SpfAuditor.AuditAsync(DomainName.Parse("n0.example"), zone, CancellationToken.None).GetAwaiter().GetResult();
                return zone.Asked.Count <= 300 && zone.Asked.Distinct().Count() == zone.Asked.Count
                    && facts.Lookups <= SpfLimits.CountedTerms && facts.Tree!.Terms.Sum(t => t.Lookups) == facts.Lookups;
            },
            seed: "0N0XIzNsQ0O2", iter: 500);
    }

    /// <summary>Every name includes ten names below itself, and has an <c>a</c> and an <c>mx</c> of ten hosts.</summary>
    private sealed class FanZone(int fan, int depth) : IDnsResolver
    {
        public int Questions { get; private set; }

        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
        {
            Questions++;
            return ValueTask.FromResult(Answer(name, type));
        }

        private DnsOutcome Answer(DomainName name, DnsRecordType type) => type switch
        {
            DnsRecordType.Txt => DnsOutcome.Answer(name, type, new TxtRecord(name, 60, [Record(name)])),
            DnsRecordType.Mx => DnsOutcome.Answer(name, type, Enumerable.Range(0, fan).Select(i => (DnsRecord)new MxRecord(name, 60, i, DomainName.Parse($"mx{i}.{name}")))),
            DnsRecordType.A or DnsRecordType.Aaaa => DnsOutcome.Without(name, type, DnsStatus.NoData),
            _ => DnsOutcome.Without(name, type, DnsStatus.NxDomain),
        };

        private string Record(DomainName name)
        {
            var includes = name.LabelCount - 2 < depth ? Enumerable.Range(0, fan).Select(i => $"include:i{i}.{name}") : [];
            return string.Join(' ', includes.Prepend("v=spf1").Append("mx").Append("a").Append("-all"));
        }
    }
}
