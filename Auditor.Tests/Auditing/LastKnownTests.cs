using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>What DNS told an earlier audit stands in for seven days where it tells nothing now.</summary>
public sealed class LastKnownTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names =>
        ["example.com", "_dmarc.example.com", "s1._domainkey.example.com", "mx1.example.com", "1.2.0.192.in-addr.arpa", "spf.example.net", "missing.example.net"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_failing_name_changes_neither_score_nor_findings_while_its_last_answer_stands_in(string failing)
    {
        var sound = await AuditAsync(World(), KnownAnswers.None);
        sound.Score.Value.Should().BeInRange(1, 99, "the world has defects that must stay");

        foreach (var failure in new[] { DnsStatus.Timeout, DnsStatus.ServerFailure, DnsStatus.Refused, DnsStatus.Unusable })
        {
            var later = await AuditAsync(World().Fails(failing, failure), Aged(sound, TimeSpan.FromDays(6.9)));

            later.Score.Should().BeEquivalentTo(sound.Score);
            later.Findings.Where(f => f.Code != "DNS-NO-ANSWER").Should().Equal(sound.Findings);
            later.Unknown.Should().BeEmpty();
            later.Stale.Should().NotBeEmpty().And.OnlyContain(s => s.Since == Now - TimeSpan.FromDays(6.9));
            later.Findings.Should().Contain(f => f.Code == "DNS-NO-ANSWER");
        }
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("_dmarc.example.com")]
    [InlineData("spf.example.net")]
    public async Task After_seven_days_the_part_is_unknown_and_there_is_no_score(string failing)
    {
        var sound = await AuditAsync(World(), KnownAnswers.None);

        var later = await AuditAsync(World().Fails(failing, DnsStatus.Timeout), Aged(sound, TimeSpan.FromDays(7.1)));

        later.Unknown.Should().NotBeEmpty();
        later.Score.Value.Should().BeNull();
        later.Stale.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_stands_in_says_when_it_was_given()
    {
        var sound = await AuditAsync(World(), KnownAnswers.None);

        var later = await AuditAsync(World().Fails("_dmarc.example.com", DnsStatus.Timeout), Aged(sound, TimeSpan.FromDays(2)));

        later.Findings.Single(f => f.Code == "DMARC-POLICY-NONE").MainEvidence!.LastKnownAt.Should().Be(Now - TimeSpan.FromDays(2));
        later.Records.Single(r => r is { Name: "_dmarc.example.com", Type: "TXT" }).Status.Should().Be(DnsStatus.Timeout, "the history keeps what DNS said");
    }

    [Fact]
    public async Task The_memory_grows_no_younger_while_DNS_fails()
    {
        var sound = await AuditAsync(World(), KnownAnswers.None);
        var known = Aged(sound, TimeSpan.FromDays(4));

        var later = await AuditAsync(World().Fails("_dmarc.example.com", DnsStatus.Timeout), known);

        known.With(later.Answers).All.Single(a => a is { Name: "_dmarc.example.com", Type: "TXT" }).AnsweredAt.Should().Be(Now - TimeSpan.FromDays(4));
    }

    [Fact]
    public void An_answer_reads_back_as_it_was()
    {
        var name = DomainName.Parse("a.example.com");
        var target = DomainName.Parse("b.example.net");
        DnsOutcome[] outcomes =
        [
            DnsOutcome.Answer(name, DnsRecordType.Txt, new TxtRecord(name, 60, ["v=spf1 ", "-all \u00e9"]), new TxtRecord(name, 60, [])) with { TtlSeconds = 60 },
            DnsOutcome.Answer(name, DnsRecordType.A, new AddressRecord(name, 60, IPAddress.Parse("192.0.2.1"))) with { TtlSeconds = 60 },
            DnsOutcome.Answer(name, DnsRecordType.Aaaa, new AddressRecord(target, 60, IPAddress.Parse("2001:db8::1"))) with { TtlSeconds = 60, Aliases = [target] },
            DnsOutcome.Answer(name, DnsRecordType.Mx, new MxRecord(name, 60, 0, DomainName.Root), new MxRecord(name, 60, 10, target)) with { TtlSeconds = 60 },
            DnsOutcome.Answer(name, DnsRecordType.Ptr, new NameRecord(name, 60, target)) with { TtlSeconds = 60 },
            DnsOutcome.Answer(name, DnsRecordType.Caa, new OtherRecord(name, 60, DnsRecordType.Caa, "0 issue \"ca.example\"")) with { TtlSeconds = 60 },
            DnsOutcome.Without(name, DnsRecordType.Txt, DnsStatus.NxDomain) with { TtlSeconds = 60 },
        ];

        foreach (var outcome in outcomes)
        {
            KnownAnswer.From(outcome, Now)!.ToOutcome().Should().BeEquivalentTo(outcome with { LastKnownAt = Now });
        }

        KnownAnswer.From(DnsOutcome.Without(name, DnsRecordType.Txt, DnsStatus.Timeout), Now).Should().BeNull();
    }

    // Defects in every category: the monitoring policy, a short key, a name that is gone, a reverse name that does not resolve back.
    private static TestZone World() => AuditFixture
        .Sound("v=DMARC1; p=none; rua=mailto:dmarc@example.com", "v=spf1 mx include:spf.example.net a:missing.example.net -all").Ns("example.net", "ns.example.net")
        .Txt("spf.example.net", "v=spf1 ptr ip4:192.0.2.0/24 ?all")
        .A("mx1.example.com", "192.0.2.2").Ptr("2.2.0.192.in-addr.arpa", "other.example.com");

    private static Task<AuditDocument> AuditAsync(IDnsResolver resolver, KnownAnswers known) =>
        AuditFixture.AuditAsync(resolver, new AuditRequest(DomainName.Parse("example.com")) { Selectors = ["s1"], Known = known, Remembers = true });

    private static KnownAnswers Aged(AuditDocument audit, TimeSpan age) => new(audit.Answers.Select(a => a with { AnsweredAt = Now - age }).ToImmutableArray());
}
