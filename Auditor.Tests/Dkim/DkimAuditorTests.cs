using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

public sealed class DkimAuditorTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dkim/probe.zone"));

    [Fact]
    public async Task One_question_ends_the_probe_where_nothing_is_below_domainkey()
    {
        var facts = await AuditAsync("bare.example", Probes(100));
        (facts.Discovery, facts.Selectors.Length).Should().Be((SelectorDiscovery.NoDomainKeyNode, 0));
        zones.Asked.Should().Equal("_domainkey.bare.example TXT");
    }

    [Fact]
    public async Task A_probe_finds_a_common_selector()
    {
        var facts = await AuditAsync("guessable.example", [.. Probes(3), Candidate("s1", SelectorSource.Probe)]);
        facts.Discovery.Should().Be(SelectorDiscovery.Known);
        facts.Selectors.Select(s => (s.Selector.Text, s.Source, s.Status)).Should().Equal(("s1", SelectorSource.Probe, RecordStatus.Found));
    }

    [Fact]
    public async Task A_selector_that_no_list_has_is_not_found_which_is_not_the_same_as_no_DKIM()
    {
        var facts = await AuditAsync("hidden.example", Probes(20));
        facts.Discovery.Should().Be(SelectorDiscovery.NothingFound);
        DkimRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    [Fact]
    public async Task Where_every_name_is_answered_the_probe_stops()
    {
        var facts = await AuditAsync("parked.example", Probes(100));
        (facts.Discovery, facts.Selectors.Length).Should().Be((SelectorDiscovery.Wildcard, 0));
        zones.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_foreign_wildcard_is_no_key()
    {
        var facts = await AuditAsync("foreign.example", [Candidate("google", SelectorSource.Catalogue)]);
        facts.Selectors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_not_probed_further()
    {
        var facts = await AuditAsync("mute.example", Probes(100));
        facts.Discovery.Should().Be(SelectorDiscovery.Unknown);
        zones.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_known_selector_spares_the_probe_even_when_it_is_missing()
    {
        var facts = await AuditAsync("guessable.example", [Candidate("gone", SelectorSource.Configured), .. Probes(100)]);
        facts.Selectors.Select(s => (s.Selector.Text, s.Status)).Should().Equal(("gone", RecordStatus.None));
        zones.Asked.Should().ContainSingle();
    }

    [Fact]
    public async Task A_guess_from_the_services_in_use_that_fits_spares_the_probe()
    {
        var facts = await AuditAsync("guessable.example", [Candidate("s2", SelectorSource.Catalogue), Candidate("s1", SelectorSource.Catalogue), .. Probes(100)]);
        facts.Selectors.Select(s => s.Selector.Text).Should().Equal("s1");
        zones.Asked.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_same_selector_is_asked_once_under_its_best_source()
    {
        var facts = await AuditAsync("guessable.example", [Candidate("S1", SelectorSource.Probe), Candidate("s1", SelectorSource.Reports)]);
        facts.Selectors.Should().ContainSingle().Which.Source.Should().Be(SelectorSource.Reports);
    }

    [Fact]
    public async Task No_more_than_eight_candidates_are_asked_unless_they_are_configured()
    {
        var facts = await AuditAsync("guessable.example",
            [.. Enumerable.Range(0, 10).Select(i => Candidate($"c{i}", SelectorSource.Configured)), .. Enumerable.Range(0, 10).Select(i => Candidate($"r{i}", SelectorSource.Reports))]);
        (facts.Selectors.Length, facts.SkippedCandidates).Should().Be((10, 10));
    }

    [Fact]
    public async Task An_unanswered_selector_is_unknown_and_never_missing()
    {
        var facts = await AuditAsync("mute.example", [Candidate("s1", SelectorSource.Configured)]);
        facts.Selectors.Should().ContainSingle().Which.Status.Should().Be(RecordStatus.Unknown);
        DkimRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    private static SelectorCandidate Candidate(string selector, SelectorSource source) => new(Selector.Parse(selector), source);

    private static SelectorCandidate[] Probes(int count) => [.. Enumerable.Range(0, count).Select(i => Candidate($"probe{i}", SelectorSource.Probe))];

    private async Task<DkimFacts> AuditAsync(string domain, IReadOnlyCollection<SelectorCandidate> candidates) =>
        await DkimAuditor.AuditAsync(DomainName.Parse(domain), candidates, zones, TestContext.Current.CancellationToken);
}
