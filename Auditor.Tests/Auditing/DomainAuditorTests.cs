using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class DomainAuditorTests
{
    [Fact]
    public async Task A_sound_domain_has_a_hundred_points_and_nothing_to_mend()
    {
        var audit = await AuditFixture.AuditAsync(AuditFixture.Sound(), selectors: "s1");

        (audit.Score.Value, audit.Score.Grade, audit.Score.AssessedShare).Should().Be((100, "A+", 1.0));
        audit.Findings.Where(f => f.Severity > Severity.Info).Should().BeEmpty();
        audit.AuditedAt.Should().Be(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_ordinary_domain_costs_at_most_eight_queries_and_no_question_is_asked_twice()
    {
        var zone = AuditFixture.Sound();

        var audit = await AuditFixture.AuditAsync(zone, selectors: "s1");

        zone.Asked.Should().OnlyHaveUniqueItems();
        audit.Dns.Queries.Should().Be(zone.Asked.Count);
        zone.Asked.Should().HaveCountLessThanOrEqualTo(8);
    }

    [Theory]
    [InlineData("example.com", "spf", "dkim", "mx")]
    [InlineData("_dmarc.example.com", "dmarc")]
    [InlineData("s1._domainkey.example.com", "dkim")]
    [InlineData("mx1.example.com", "mx", "spf")]
    public async Task A_failure_of_dns_is_unknown_and_never_a_finding_of_what_is_missing(string failing, params string[] open)
    {
        foreach (var failure in new[] { DnsStatus.Timeout, DnsStatus.ServerFailure, DnsStatus.Refused, DnsStatus.Unusable })
        {
            var audit = await AuditFixture.AuditAsync(AuditFixture.Sound().Fails(failing, failure), selectors: "s1");

            audit.Unknown.Should().BeSubsetOf(open).And.NotBeEmpty();
            audit.Findings.Where(f => f.Severity > Severity.Info).Should().BeEmpty($"{failing} answers {failure}");
            audit.Score.Deductions.Should().BeEmpty();
            audit.Findings.Should().Contain(f => f.Code == "DNS-NO-ANSWER");
        }
    }

    [Fact]
    public async Task There_is_no_score_while_spf_or_dmarc_is_unknown()
    {
        var audit = await AuditFixture.AuditAsync(AuditFixture.Sound().Fails("_dmarc.example.com", DnsStatus.Timeout), selectors: "s1");

        (audit.Score.Value, audit.Score.Grade, audit.Dmarc.Status, audit.Dmarc.Stage).Should().Be((null, null, RecordStatus.Unknown, "unknown"));
    }

    [Fact]
    public async Task A_parked_domain_is_not_searched_for_keys()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 -all").Mx("example.com", 0, ".").Txt("_dmarc.example.com", "v=DMARC1; p=reject; rua=mailto:d@example.net")
            .Txt("example.com._report._dmarc.example.net", "v=DMARC1").Mx("example.net", 10, "mx.example.net");

        var audit = await AuditFixture.AuditAsync(zone);

        (audit.Purpose, audit.Score.Value, audit.Score.AssessedShare, audit.MxStatus).Should().Be(("parked", 100, 0.8, "null-mx"));
        zone.Asked.Should().NotContain(q => q.Name.Contains("_domainkey"));
    }

    [Fact]
    public async Task Selectors_follow_from_the_services_in_spf_and_mx()
    {
        var zone = AuditFixture.Sound().Txt("example.net", "v=spf1 include:spf.protection.outlook.com -all")
            .Txt("spf.protection.outlook.com", "v=spf1 ip4:192.0.2.0/24 -all")
            .Cname("selector1._domainkey.example.net", "selector1-example-net._domainkey.contoso.onmicrosoft.com")
            .Txt("selector1-example-net._domainkey.contoso.onmicrosoft.com", AuditFixture.Key);

        var audit = await AuditFixture.AuditAsync(zone, domain: "example.net");

        audit.Dkim.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Selector = "selector1", Source = "catalogue", Bits = 2048, Alias = "selector1-example-net._domainkey.contoso.onmicrosoft.com" });
    }

    [Fact]
    public async Task Reverse_dns_is_charged_for_own_hosts_and_senders_and_not_for_a_providers()
    {
        var zone = AuditFixture.Sound().Mx("example.com", 20, "mx.provider.example").A("mx.provider.example", "198.51.100.1");
        var request = new AuditRequest(DomainName.Parse("example.com"))
        {
            Selectors = ["s1"],
            SendingAddresses = [IPAddress.Parse("203.0.113.1")],
            ReportedAddresses = [IPAddress.Parse("203.0.113.2"), IPAddress.Parse("10.0.0.1")],
        };

        var audit = await AuditFixture.AuditAsync(zone, request);

        audit.Reverse.Select(r => (r.Address, r.Role, r.Status)).Should().BeEquivalentTo(
            [("192.0.2.1", "mx", "confirmed"), ("198.51.100.1", "mx", "missing"), ("203.0.113.1", "configured", "missing"), ("203.0.113.2", "reports", "missing")]);
        audit.Findings.Where(f => f.Code == "HOST-FCRDNS").Select(f => f.Subject).Should().Equal("203.0.113.1", "203.0.113.2");
        audit.Findings.Should().Contain(f => f.Code == "HOST-FCRDNS-PROVIDER" && f.Subject == "198.51.100.1");
        audit.Score.Deductions.Should().ContainSingle(d => d.Code == "HOST-FCRDNS").Which.Points.Should().Be(3);
    }

    [Fact]
    public async Task The_records_hold_the_owners_own_names_for_the_history()
    {
        var audit = await AuditFixture.AuditAsync(AuditFixture.Sound().Mx("example.com", 20, "mx.provider.example").A("mx.provider.example", "198.51.100.1"), selectors: "s1");

        audit.Records.Select(r => (r.Name, r.Type)).Should().OnlyHaveUniqueItems().And.Contain(
            [("1.2.0.192.in-addr.arpa", "PTR"), ("_dmarc.example.com", "TXT"), ("example.com", "MX"), ("example.com", "TXT"), ("mx1.example.com", "A"), ("s1._domainkey.example.com", "TXT")]);
        audit.Records.Should().NotContain(r => r.Name.Contains("provider"));
    }

    [Fact]
    public async Task Two_audits_of_a_changed_zone_differ_in_the_record_that_changed()
    {
        var before = await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=none; rua=mailto:dmarc@example.com"), selectors: "s1");
        var after = await AuditFixture.AuditAsync(AuditFixture.Sound(), selectors: "s1");
        var failing = await AuditFixture.AuditAsync(AuditFixture.Sound().Fails("_dmarc.example.com", DnsStatus.ServerFailure), selectors: "s1");

        AuditChanges.Between(before, after).Should().ContainSingle().Which.Name.Should().Be("_dmarc.example.com");
        AuditChanges.Between(before, failing).Should().BeEmpty();
    }

    [Fact]
    public async Task Findings_come_worst_first()
    {
        var zone = new TestZone().Txt("example.com", "v=spf1 ?all").Mx("example.com", 10, "gone.example.com").Txt("_dmarc.example.com", "v=DMARC1; p=none; pct=50");

        var audit = await AuditFixture.AuditAsync(zone);

        audit.Findings.Select(f => f.Severity).Should().BeInDescendingOrder();
        audit.Findings.Should().HaveCountGreaterThan(3);
    }

    [Fact]
    public async Task The_document_survives_a_round_through_json()
    {
        var audit = await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=none"), selectors: "s1");

        var text = JsonSerializer.Serialize(audit, AuditJson.Compact);
        var back = JsonSerializer.Deserialize<AuditDocument>(text, AuditJson.Reading)!;

        back.Should().BeEquivalentTo(audit with { Answers = [] }, "the memory of the next audit is kept apart");
        JsonSerializer.Serialize(back, AuditJson.Compact).Should().Be(text);
    }

    [Fact]
    public async Task An_audit_stored_before_the_optional_standards_were_looked_at_is_still_read()
    {
        var text = JsonSerializer.Serialize(await AuditFixture.AuditAsync(AuditFixture.Sound(), selectors: "s1"), AuditJson.Compact);
        var now = JsonNode.Parse(text)!.AsObject();
        (now["transport"], now["bimi"]) = (new JsonObject(), new JsonObject());

        var old = JsonSerializer.Deserialize<AuditDocument>(now.ToJsonString(), AuditJson.Reading)!;

        (old.Transport.MtaSts, old.Transport.TlsRpt, old.Bimi.Status, old.Bimi.Logo).Should().Be((null, null, null, null));
        old.Score.Value.Should().Be(100);
    }

    [Fact]
    public async Task The_optional_standards_cost_no_points()
    {
        var zone = AuditFixture.Sound().Txt("_mta-sts.example.com", "v=STSv1; id=").Txt("_smtp._tls.example.com", "v=TLSRPTv1").Txt("default._bimi.example.com", "v=BIMI1");
        var request = new AuditRequest(DomainName.Parse("example.com")) { Selectors = ["s1"], Checks = AuditChecks.Full };

        var audit = await AuditFixture.AuditAsync(zone, request);

        audit.Codes().Should().Contain(["MTA-STS-RECORD", "TLS-RPT-RECORD", "BIMI-RECORD"]);
        (audit.Score.Value, audit.Score.Deductions.Length).Should().Be((100, 0));
    }

    [Fact]
    public async Task The_purpose_that_the_owner_states_wins() =>
        (await AuditFixture.AuditAsync(AuditFixture.Sound("v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com"), DomainPurpose.Machine, selectors: "s1"))
            .Score.Deductions.Select(d => d.Code).Should().Equal("DMARC-POLICY-QUARANTINE");
}
