using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Auditing;

public sealed class AuditChangesTests
{
    [Fact]
    public void A_changed_record_set_shows_both_sides()
    {
        var changes = AuditChanges.Between(
            Audit(Record("example.com", "TXT", DnsStatus.Answer, "v=spf1 mx -all", "other")),
            Audit(Record("example.com", "TXT", DnsStatus.Answer, "other", "v=spf1 -all")));

        var change = changes.Should().ContainSingle().Subject;
        (change.Name, change.Type).Should().Be(("example.com", "TXT"));
        change.Before.Should().Equal("other", "v=spf1 mx -all");
        change.After.Should().Equal("other", "v=spf1 -all");
    }

    [Fact]
    public void A_record_that_appears_or_disappears_is_a_change()
    {
        var with = Audit(Record("_dmarc.example.com", "TXT", DnsStatus.Answer, "v=DMARC1; p=none"));
        var without = Audit(Record("_dmarc.example.com", "TXT", DnsStatus.NxDomain));

        AuditChanges.Between(without, with).Should().ContainSingle().Which.Before.Should().BeEmpty();
        AuditChanges.Between(with, without).Should().ContainSingle().Which.After.Should().BeEmpty();
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    [InlineData(DnsStatus.Unusable)]
    [InlineData(DnsStatus.NotAsked)]
    public void An_unknown_answer_is_never_a_change(DnsStatus failure)
    {
        var known = Audit(Record("example.com", "MX", DnsStatus.Answer, "10 mx.example.com"));
        var unknown = Audit(Record("example.com", "MX", failure));

        AuditChanges.Between(known, unknown).Should().BeEmpty();
        AuditChanges.Between(unknown, known).Should().BeEmpty();
    }

    [Fact]
    public void Order_and_questions_asked_only_once_are_no_change()
    {
        var before = Audit(Record("example.com", "MX", DnsStatus.Answer, "10 a", "20 b"), Record("s1._domainkey.example.com", "TXT", DnsStatus.Answer, "p=x"));
        var after = Audit(Record("example.com", "MX", DnsStatus.Answer, "20 b", "10 a"), Record("s2._domainkey.example.com", "TXT", DnsStatus.Answer, "p=y"));

        AuditChanges.Between(before, after).Should().BeEmpty();
    }

    [Fact]
    public void Nodata_and_nxdomain_are_the_same_absence() =>
        AuditChanges.Between(
            Audit(Record("example.com", "MX", DnsStatus.NoData)),
            Audit(Record("example.com", "MX", DnsStatus.NxDomain))).Should().BeEmpty();

    private static Evidence Record(string name, string type, DnsStatus status, params string[] answer) => new(name, type, [.. answer], status, "zone");

    private static AuditDocument Audit(params Evidence[] records) => new()
    {
        Tool = new ToolInfo("auditor", "0.1.0", "test"),
        Domain = "example.com",
        Purpose = "people",
        Score = new ScoreDocument(),
        Spf = new SpfDocument(),
        Dmarc = new DmarcDocument { Stage = "unknown" },
        Dns = new DnsCostDocument(0, 0, 0),
        Records = [.. records],
    };
}
