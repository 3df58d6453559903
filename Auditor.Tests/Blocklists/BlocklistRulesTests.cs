using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;
using static Auditor.Tests.Blocklists.SampleLists;

namespace Auditor.Tests.Blocklists;

public sealed class BlocklistRulesTests
{
    private const string Zen = "zen.spamhaus.org";
    private const string Barracuda = "b.barracudacentral.org";
    private const string SpamCop = "bl.spamcop.net";
    private const string Minor = "all.s5h.net";

    [Fact]
    public void No_listing_is_no_finding() =>
        Codes(Answer(Zen, Sender), Answer(Barracuda, Sender), Answer("list.dnswl.org", Sender, "127.0.5.2")).Should().BeEmpty();

    [Fact]
    public void Two_operators_that_receivers_follow_are_an_error_and_one_is_a_warning()
    {
        Codes(Answer(Zen, Sender, "127.0.0.2"), Answer(SpamCop, Sender, "127.0.0.2")).Should().Equal("BLOCKLIST-HEAVY");
        Codes(Answer(Zen, Sender, "127.0.0.2")).Should().Equal("BLOCKLIST-LISTED");
        Codes(Answer(SpamCop, Sender, "127.0.0.2"), Answer("psbl.surriel.com", Sender, "127.0.0.2")).Should().Equal(["BLOCKLIST-LISTED"], "none of the two is among the heaviest");
        Codes(Answer(Zen, Sender, "127.0.0.2"), Answer(Minor, Sender, "127.0.0.2")).Should().Equal(["BLOCKLIST-LISTED"], "hardly anyone follows the second");
        Codes(Answer("multi.uribl.com", Name, "127.0.0.2"), Answer("black.uribl.com", Name, "127.0.0.2")).Should().Equal(["BLOCKLIST-LISTED"], "two lists of one operator are one opinion");
        Codes(Answer("dbl.spamhaus.org", Name, "127.0.1.2"), Answer("multi.uribl.com", Name, "127.0.0.2")).Should().Equal("BLOCKLIST-HEAVY");
    }

    [Fact]
    public void Listings_of_two_addresses_do_not_add_up() =>
        Codes(Answer(Zen, Sender, "127.0.0.2"), Answer(SpamCop, Other, "127.0.0.2")).Should().Equal("BLOCKLIST-LISTED", "BLOCKLIST-LISTED");

    [Fact]
    public void Lists_that_few_follow_are_advice() => Codes(Answer(Minor, Sender, "127.0.0.2"), Answer("dnsbl.zapbl.net", Sender, "127.0.0.2")).Should().Equal("BLOCKLIST-MINOR");

    [Fact]
    public void A_policy_listing_matters_for_an_address_that_sends()
    {
        Codes(Answer(Zen, Sender, "127.0.0.10")).Should().Equal("BLOCKLIST-POLICY");
        Codes(Answer(Zen, Sender with { IsSender = false }, "127.0.0.10")).Should().BeEmpty();
        Answer(Zen, Sender, "127.0.0.10").Weight.Should().Be(BlocklistWeight.None);
        Codes(Answer(Zen, Sender, "127.0.0.10", "127.0.0.4")).Should().Equal(["BLOCKLIST-LISTED"], "the strongest of several codes counts");
    }

    [Fact]
    public void Informational_listings_are_shown_and_nothing_more() =>
        Codes(Answer("dnsbl-2.uceprotect.net", Sender, "127.0.0.2"), Answer("dnsbl-3.uceprotect.net", Sender, "127.0.0.2")).Should().Equal("BLOCKLIST-INFORMATIONAL");

    [Fact]
    public void Lists_that_cannot_be_used_are_one_finding_with_the_way_out()
    {
        var zen = BlocklistCatalogue.Default.Find(Zen)!;
        var barracuda = BlocklistCatalogue.Default.Find(Barracuda)!;
        var facts = Facts(Answer(SpamCop, Sender)) with
        {
            PublicResolver = "Quad9",
            Unusable = [new ZoneTest(zen, SubjectKind.Ipv4, ZoneHealth.Refused, "refused"), new ZoneTest(barracuda, SubjectKind.Ipv4, ZoneHealth.NoTestEntry, "silent")],
        };

        var finding = Findings(facts).Should().ContainSingle().Subject;

        (finding.Code, finding.Severity).Should().Be(("BLOCKLIST-UNUSABLE", Severity.Info));
        finding.Detail.Should().Contain("public resolver (Quad9)").And.Contain("Refused: Spamhaus ZEN").And.Contain("Silent about their test entries: Barracuda BRBL");
        finding.Fix.Should().Contain("resolver of your own").And.Contain("DQS key").And.Contain("barracudacentral.org/rbl");
    }

    [Fact]
    public void A_finding_names_lists_codes_and_reason_and_has_the_answers_as_proof_without_a_key()
    {
        var zone = BlocklistCatalogue.Default.WithKeys(new Dictionary<string, string> { ["spamhaus"] = "secretkey" }).Find(Zen)!;
        var lookup = new BlocklistLookup(DnsStatus.Answer, [System.Net.IPAddress.Parse("127.0.0.2"), System.Net.IPAddress.Parse("127.0.0.9")], default) { Reason = "see the site" };

        var finding = Findings(Facts(ListReading.Read(zone, Sender, lookup))).Should().ContainSingle().Subject;

        finding.Detail.Should().Be("192.0.2.1 is on Spamhaus ZEN (SBL, DROP). Spamhaus ZEN says: see the site");
        finding.Subject.Should().Be("192.0.2.1");
        finding.MainEvidence.Should().BeEquivalentTo(new { Name = "1.2.0.192.zen.dq.spamhaus.net", Type = "A", Answer = (string[])["127.0.0.2", "127.0.0.9"] });
    }

    private static List<Finding> Findings(BlocklistFacts facts)
    {
        var findings = BlocklistRules.All.SelectMany(r => r.Check(facts)).ToList();
        findings.ShouldHaveGerman();
        return findings;
    }

    private static IEnumerable<string> Codes(params BlocklistAnswer[] answers) => Findings(Facts(answers)).Select(f => f.Code);
}
