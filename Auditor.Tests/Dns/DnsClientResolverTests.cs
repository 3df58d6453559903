using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

/// <summary>The product's resolver against a real nsd that serves <c>fixtures/zones</c>.</summary>
public sealed class DnsClientResolverTests(ZonesFixture zones) : IClassFixture<ZonesFixture>, IDisposable
{
    private readonly DnsClientResolver resolver = new(new DnsResolverOptions { Servers = [zones.Server.EndPoint] }, TimeProvider.System);

    public void Dispose() => resolver.Dispose();

    [Theory]
    [InlineData("answers.test", "Mx", "10 mx1.answers.test|20 mx2.answers.test")]
    [InlineData("mixed.answers.test", "Mx", "0 .|10 mx1.answers.test")]
    [InlineData("null.answers.test", "Mx", "0 .")]
    [InlineData("mx1.answers.test", "A", "192.0.2.20")]
    [InlineData("mx1.answers.test", "Aaaa", "2001:db8::20")]
    [InlineData("_dmarc.answers.test", "Txt", "v=DMARC1; p=none")]
    [InlineData("a.b.wild.answers.test", "Txt", "any")]
    [InlineData("octets.answers.test", "Txt", "caf\u00C3\u00A9 \u00FF \"quoted\" ; semicolon")]
    [InlineData("caa.answers.test", "Caa", "0 issue \"ca.example\"")]
    [InlineData("20.2.0.192.in-addr.arpa", "Ptr", "mx1.answers.test")]
    [InlineData("0.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "Ptr", "mx1.answers.test")]
    [InlineData("deep.test", "Ns", "ns1.deep.test")]
    [InlineData("DEEP.test", "Soa", "ns1.deep.test. hostmaster.deep.test. 2026110100 7200 900 1209600 300")]
    public async Task Records_come_back_as_they_were_published(string name, string type, string expected)
    {
        var outcome = await Ask(name, type);
        outcome.Should().BeEquivalentTo(new { Status = DnsStatus.Answer, Server = zones.Server.EndPoint.ToString(), TtlSeconds = 3600u });
        outcome.Records.Select(r => r.Data).Should().BeEquivalentTo(expected.Split('|'));
    }

    [Theory]
    [InlineData("gone.answers.test", "A", DnsStatus.NxDomain)]
    [InlineData("mx1.answers.test", "Txt", DnsStatus.NoData)]
    [InlineData("empty.answers.test", "Txt", DnsStatus.NoData)]
    [InlineData("deep.empty.answers.test", "Txt", DnsStatus.NoData)]
    [InlineData("lost.answers.test", "A", DnsStatus.NxDomain)]
    [InlineData("22.2.0.192.in-addr.arpa", "Ptr", DnsStatus.NxDomain)]
    public async Task Nothing_there_is_told_apart_and_kept_by_the_SOA(string name, string type, DnsStatus expected)
    {
        var outcome = await Ask(name, type);
        outcome.Status.Should().Be(expected);
        outcome.TtlSeconds.Should().Be(300);
    }

    [Fact]
    public async Task A_zone_that_the_server_cannot_load_is_SERVFAIL_and_not_missing()
    {
        var outcome = await Ask("broken.test", "Txt");
        outcome.Status.Should().Be(DnsStatus.ServerFailure);
        outcome.IsUnknown.Should().BeTrue();
        outcome.Error.Should().Contain("SERVFAIL");
    }

    [Fact]
    public async Task A_name_that_the_server_does_not_serve_is_refused() =>
        (await Ask("elsewhere.invalid", "Txt")).Status.Should().Be(DnsStatus.Refused);

    [Fact]
    public async Task A_truncated_answer_is_fetched_over_TCP() =>
        (await Ask("large.test", "Txt")).Texts.Should().HaveCount(21).And.Contain("v=spf1 -all");

    [Theory]
    [InlineData("www.answers.test", "A", "192.0.2.20", "mx1.answers.test")]
    [InlineData("away.answers.test", "A", "192.0.2.11", "mx.deep.test")]
    public async Task Aliases_are_followed_into_other_zones(string name, string type, string data, string alias)
    {
        var outcome = await Ask(name, type);
        outcome.Records.Select(r => r.Data).Should().Equal(data);
        outcome.Aliases.Should().Equal(DomainName.Parse(alias));
    }

    [Fact]
    public async Task An_alias_that_the_server_follows_to_nothing_says_which_name_is_missing()
    {
        var outcome = await Ask("lost.answers.test", "A");
        outcome.Aliases.Should().Equal(DomainName.Parse("gone.answers.test"));
        outcome.Name.Should().Be(DomainName.Parse("lost.answers.test"));
    }

    [Fact]
    public async Task An_alias_circle_is_unusable() =>
        (await Ask("circle.answers.test", "A")).Status.Should().Be(DnsStatus.Unusable);

    [Fact]
    public async Task The_network_and_the_zone_files_answer_alike()
    {
        var files = ZoneFileResolver.Load(ZonesFixture.Files.Where(f => !f.EndsWith("broken.test.zone", StringComparison.Ordinal)), _ => { });
        string[] names = ["eleven.test", "a.spf.eleven.test", "spf.eleven.test", "deep.test", "_dmarc.deep.test", "short._domainkey.keys.test", "ed._domainkey.keys.test", "alias._domainkey.keys.test", "_domainkey.keys.test", "x._domainkey.keys.test", "large.test", "x.wild.answers.test", "octets.answers.test", "lost.answers.test", "away.answers.test", "circle.answers.test"];
        DnsRecordType[] types = [DnsRecordType.Txt, DnsRecordType.Mx, DnsRecordType.A, DnsRecordType.Ns];
        foreach (var (name, type) in names.SelectMany(n => types.Select(t => (DomainName.Parse(n), t))))
        {
            var overNetwork = await resolver.QueryAsync(name, type, TestContext.Current.CancellationToken);
            var fromFile = await files.QueryAsync(name, type, TestContext.Current.CancellationToken);
            (overNetwork with { Records = [.. overNetwork.Records.OrderBy(r => r.Data, StringComparer.Ordinal)] })
                .Should().Be(fromFile with { Records = [.. fromFile.Records.OrderBy(r => r.Data, StringComparer.Ordinal)] }, "{0} {1}", name, type);
        }
    }

    [Fact]
    public async Task A_thousand_questions_at_once_are_all_answered()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Ask($"n{i}.wild.answers.test", "Txt")));
        outcomes.Should().OnlyContain(o => o.Status == DnsStatus.Answer);
    }

    private async Task<DnsOutcome> Ask(string name, string type) =>
        await resolver.QueryAsync(DomainName.Parse(name), Enum.Parse<DnsRecordType>(type), TestContext.Current.CancellationToken);
}
