using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Transport;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Transport;

public sealed class DaneTests
{
    private const string Digest = "0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6";
    private const string Sound = $"3 1 1 {Digest}";

    private static readonly DomainName Domain = DomainName.Parse("example.com");

    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["DANE-RECORD-INVALID"] = (new([$"3 1 1 {Digest}AA", Sound]), new([Sound])),
        ["DANE-PKIX-USAGE"] = (new([$"1 1 1 {Digest}", Sound]), new([$"2 1 1 {Digest}"])),
        ["DANE-NO-USABLE-RECORD"] = (new([$"0 0 1 {Digest}"]), new([$"0 0 1 {Digest}", Sound])),
        ["DANE-NOT-SECURE"] = (new([Sound], Validation.Insecure), new([Sound], Validation.Indeterminate)),
        ["DANE-PARTIAL"] = (new([Sound], Others: true), new([Sound])),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Codes() => new(DaneRules.All.Select(r => r.Info.Code));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Cases[code];

        (await CodesOf(fires)).Should().Contain(code);
        (await CodesOf(silent)).Should().NotContain(code);
    }

    [Theory]
    [InlineData(Sound, true)]
    [InlineData($"2 0 1 {Digest}", true)]
    [InlineData($"3 1 2 {Digest}{Digest}", true)]
    [InlineData("3 1 0 3003020101", true)]
    [InlineData($"0 1 1 {Digest}", false)]
    [InlineData($"1 1 1 {Digest}", false)]
    public void A_sound_record_is_usable_unless_its_usage_is_not_for_mail(string text, bool usable)
    {
        var record = TlsaRecord.Parse(text);

        (record.Problem, record.IsUsable).Should().Be((null, usable));
    }

    [Theory]
    [InlineData($"4 1 1 {Digest}", "not all of them are known")]
    [InlineData($"3 2 1 {Digest}", "not all of them are known")]
    [InlineData($"3 1 3 {Digest}", "not all of them are known")]
    [InlineData("3 1 1 0C72", "has 2 octets; a SHA-256 digest has 32")]
    [InlineData($"3 1 2 {Digest}", "has 32 octets; a SHA-512 digest has 64")]
    [InlineData("3 1 0 3003020101FF", "no DER structure")]
    [InlineData("3 1 0 0201", "no DER structure")]
    [InlineData("3 1 1 0C7", "no hexadecimal")]
    [InlineData("3 1 1", "no hexadecimal")]
    [InlineData("3 1", "no three numbers")]
    public void A_record_that_matches_nothing_says_why(string text, string problem)
    {
        var record = TlsaRecord.Parse(text);

        record.Problem.Should().Contain(problem);
        record.IsUsable.Should().BeFalse();
    }

    [Fact]
    public void The_parser_never_throws() =>
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.String).Sample((u, s, m, data) =>
        {
            var record = TlsaRecord.Parse($"{u} {s} {m} {data}");
            _ = TlsaRecord.Parse(data);
            return !record.IsUsable || record.Problem is null;
        });

    [Fact]
    public async Task The_end_of_the_aliases_is_asked_first_and_then_the_name_itself()
    {
        var zone = new TestZone().Other("_25._tcp.mx.example.com", DnsRecordType.Tlsa, Sound).A("real.example.net", "192.0.2.1");
        var target = new DaneTarget(DomainName.Parse("mx.example.com"), DomainName.Parse("real.example.net"));

        var facts = await DaneAuditor.AuditAsync(Domain, [target], zone, null, Cancel);

        zone.Asked.Select(q => q.Name).Should().Equal("_25._tcp.real.example.net", "_25._tcp.mx.example.com");
        facts.Hosts.Should().ContainSingle().Which.Base.Value.Should().Be("mx.example.com");
    }

    [Theory]
    [InlineData("example.com", Validation.Insecure, false)]
    [InlineData("mx.example.com", Validation.Insecure, false)]
    [InlineData("_25._tcp.mx.example.com", Validation.Bogus, false)]
    [InlineData("mx.example.com", Validation.Indeterminate, null)]
    [InlineData("example.com", Validation.Unknown, null)]
    [InlineData("example.com", Validation.Claimed, true)]
    [InlineData("other.example", Validation.Insecure, true)]
    public async Task The_way_is_as_secure_as_its_weakest_link(string name, Validation link, bool? secure)
    {
        var zone = new TestZone().Other("_25._tcp.mx.example.com", DnsRecordType.Tlsa, Sound);

        var facts = await DaneAuditor.AuditAsync(Domain, [new DaneTarget(DomainName.Parse("mx.example.com"), null)], zone, new FixedValidator(Validation.Secure, (name, link)), Cancel);

        facts.Hosts[0].IsSecure.Should().Be(secure);
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    public async Task A_failure_is_unknown_and_gives_no_finding(DnsStatus failure)
    {
        var facts = await DaneAuditor.AuditAsync(
            Domain, [new DaneTarget(DomainName.Parse("mx.example.com"), null)], new TestZone().Fails("_25._tcp.mx.example.com", failure), new FixedValidator(Validation.Insecure), Cancel);

        facts.Hosts[0].Status.Should().Be(RecordStatus.Unknown);
        DaneRules.All.SelectMany(r => r.Check(facts)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_audit_of_transport_shows_dane_of_each_exchanger_and_costs_no_points()
    {
        var zone = AuditFixture.Sound().Other("_25._tcp.mx1.example.com", DnsRecordType.Tlsa, $"0 0 1 {Digest}");
        var means = new AuditMeans(zone, TimeProvider.System) { Validator = new FixedValidator(Validation.Secure) };

        var audit = await DomainAuditor.AuditAsync(new AuditRequest(Domain) { Selectors = ["s1"], Checks = AuditChecks.Scored | AuditChecks.Transport }, means, Cancel);

        audit.Dane.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Host = "mx1.example.com",
            Status = RecordStatus.Invalid,
            Secure = true,
            Records = new[] { new TlsaDocument(0, 0, 1, Digest.ToLowerInvariant()) },
        });
        audit.Score.Value.Should().Be(100);
    }

    private static async Task<IEnumerable<string>> CodesOf(Case wanted)
    {
        var zone = new TestZone().Other("_25._tcp.mx.example.com", DnsRecordType.Tlsa, wanted.Records);
        var targets = new[] { "mx.example.com", "mx2.example.com" }.Take(wanted.Others ? 2 : 1).Select(h => new DaneTarget(DomainName.Parse(h), null));
        var facts = await DaneAuditor.AuditAsync(Domain, targets, zone, new FixedValidator(wanted.Validation), Cancel);
        var findings = DaneRules.All.SelectMany(r => r.Check(facts)).ToList();
        findings.ShouldHaveGerman();
        return findings.Select(f => f.Code);
    }

    private sealed record Case(string[] Records, Validation Validation = Validation.Secure, bool Others = false);
}
