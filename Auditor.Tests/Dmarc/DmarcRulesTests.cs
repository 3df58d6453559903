using System.Collections.Immutable;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

/// <summary>Every rule on its two domains of fixtures/dmarc/rules.zone.</summary>
public sealed class DmarcRulesTests
{
    private readonly StrictZones zones = StrictZones.Load(FixtureFiles.PathOf("dmarc/rules.zone"));

    public static TheoryData<string> Codes => [.. DmarcRules.All.Select(r => r.Info.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_once_on_its_defect_and_stays_silent_on_the_near_miss(string code)
    {
        var fires = await FindingsAsync($"fires.{code}.test");
        var silent = await FindingsAsync($"silent.{code}.test");
        fires.Count(f => f.Code == code).Should().Be(1);
        fires.ShouldHaveGerman();
        silent.Should().NotContain(f => f.Code == code);
        fires.First(f => f.Code == code).Evidence.Should().NotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_record_to_publish_is_one_that_receivers_take(string code)
    {
        var finding = (await FindingsAsync($"fires.{code}.test")).First(f => f.Code == code);
        if (finding.Publish is { } record)
        {
            DmarcParser.IsRecord(record.Data).Should().BeTrue();
            var applies = DmarcParser.Parse(record.Data).Record!.Applies;
            applies.Should().Be(!record.Name.Contains("_report", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_sound_domain_has_no_finding() => (await FindingsAsync("good.test")).Should().BeEmpty();

    [Theory]
    [InlineData("fires.dmarc-unusable.test", "v=DMARC1; p=reject")]
    [InlineData("fires.dmarc-misplaced.test", "v=DMARC1; p=reject")]
    [InlineData("fires.dmarc-report-address-invalid.test", "v=DMARC1; p=reject; rua=mailto:a@box.test,mailto:b@box.test")]
    [InlineData("fires.dmarc-older-receivers.test", "v=DMARC1; p=reject; sp=reject; rua=mailto:a@box.test")]
    [InlineData("fires.dmarc-policy-none.test", "v=DMARC1; p=quarantine; rua=mailto:a@box.test")]
    [InlineData("fires.dmarc-subdomains-open.test", "v=DMARC1; p=reject; rua=mailto:a@box.test")]
    public async Task The_record_to_publish_mends_the_defect(string domain, string record)
    {
        var code = domain.Split('.')[1].ToUpperInvariant();
        (await FindingsAsync(domain)).First(f => f.Code == code).Publish!.Data.Should().Be(record);
    }

    [Fact]
    public async Task A_silent_server_yields_no_finding()
    {
        var zone = new TestZone().Fails("_dmarc.example.com", DnsStatus.Timeout);
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse("example.com"), zone, TestContext.Current.CancellationToken);
        DmarcRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    private async Task<ImmutableArray<Finding>> FindingsAsync(string domain)
    {
        var facts = await DmarcAuditor.AuditAsync(DomainName.Parse(domain), zones, TestContext.Current.CancellationToken);
        return [.. DmarcRules.All.SelectMany(r => r.Check(facts))];
    }
}
