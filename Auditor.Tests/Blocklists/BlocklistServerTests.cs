using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;
using static Auditor.Tests.Blocklists.SampleLists;

namespace Auditor.Tests.Blocklists;

/// <summary>Asks the lists of fixtures/blocklists on a real server.</summary>
public sealed class BlocklistServerTests
{
    [Fact]
    public async Task Each_kind_of_list_says_what_it_can_and_no_more()
    {
        await using var server = await AuthoritativeServer.StartAsync(ZoneFiles);
        using var resolver = new DnsClientResolver(new DnsResolverOptions { Servers = [server.EndPoint], OneTry = true }, TimeProvider.System);
        using var desk = new BlocklistDesk(Catalogue(), resolver, new ProcessBlocklistMemory(TimeProvider.System), TimeProvider.System) { Spacing = TimeSpan.Zero };

        var facts = await desk.AnswersAsync(DomainName.Parse("shop.example"), [Sender, Name], TestContext.Current.CancellationToken);

        facts.Answers.Select(a => $"{a.Subject.Text} {a.Zone.Name} {a.Status} {string.Join('+', a.Codes)}".TrimEnd()).Should().Equal(
            "192.0.2.1 First Listed SPAM",
            "192.0.2.1 Second Listed LISTED",
            "192.0.2.1 Networks Listed NETWORK",
            "192.0.2.1 Allow AllowListed category-5+trust-medium",
            "192.0.2.1 Everything Error",
            "192.0.2.1 Parked Error not-127",
            "192.0.2.1 Refusing Error public-resolver",
            "192.0.2.1 Silent Error",
            "shop.example Names Listed BLACK+GREY");
        facts.Answers[0].Lookup!.Reason.Should().Be("Spam was sent; see https://bl.test/?ip=192.0.2.1");
        facts.Unusable.Select(t => t.Health).Should().Equal(ZoneHealth.ListsEverything, ZoneHealth.Parked, ZoneHealth.Refused, ZoneHealth.NoTestEntry);
    }

    [Fact]
    public async Task A_dead_resolver_makes_every_list_unreachable_with_one_question_each()
    {
        await using var server = ScriptedDnsServer.Start((query, _, _) => ScriptedDnsServer.Reply(query, rcode: 2));
        using var resolver = new DnsClientResolver(new DnsResolverOptions { Servers = [server.EndPoint], OneTry = true }, TimeProvider.System);
        using var desk = new BlocklistDesk(Catalogue(), resolver, new ProcessBlocklistMemory(TimeProvider.System), TimeProvider.System) { Spacing = TimeSpan.Zero };

        var facts = await desk.AnswersAsync(DomainName.Parse("shop.example"), [Sender, Name], TestContext.Current.CancellationToken);

        facts.Unusable.Should().HaveCount(9).And.OnlyContain(t => t.Health == ZoneHealth.Unreachable);
        facts.Answers.Should().HaveCount(9).And.OnlyContain(a => a.Status == BlocklistStatus.Error);
        server.Received.Should().Be(9, "nothing is asked twice");
    }
}
