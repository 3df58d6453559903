using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Findings;
using Auditor.Core.Transport;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Transport;

/// <summary>For every rule a domain in which it fires and one, as near as can be, in which it stays silent.</summary>
public sealed class TransportRulesTests
{
    private const string Address = "https://mta-sts.example.com/.well-known/mta-sts.txt";
    private const string Record = "v=STSv1; id=20260101T000000";
    private const string Good = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 2419200\n";

    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["MTA-STS-MISSING"] = (new(Mail()), new(Full())),
        ["MTA-STS-ALIAS"] = (new(Mail().Cname("_mta-sts.example.com", "example.com.sts.gone.net")), new(Mail().Cname("_mta-sts.example.com", "sts.there.net").Txt("sts.there.net", Record))),
        ["MTA-STS-RECORD"] = (new(Mail().Txt("_mta-sts.example.com", "v=STSv1; id=")), new(Full())),
        ["MTA-STS-RECORD-NOTE"] = (new(Full().Txt("_mta-sts.example.com", "another text")), new(Full())),
        ["MTA-STS-POLICY-FETCH"] = (new(Full(), new()), new(Full())),
        ["MTA-STS-POLICY-NO-ANSWER"] = (new(Full(), new TestWebFiles().Answers(new HttpsAnswer(Address, HttpsStatus.TimedOut) { Error = "mta-sts.example.com did not deliver within 10 seconds." })), new(Full(), new())),
        ["MTA-STS-POLICY"] = (new(Full(), Policy("mode: enforce\n")), new(Full())),
        ["MTA-STS-POLICY-NOTE"] = (new(Full(), Policy(Good + "colour: blue\n")), new(Full())),
        ["MTA-STS-MAX-AGE"] = (new(Full(), Policy(Good.Replace("2419200", "86400"))), new(Full(), Policy(Good.Replace("2419200", "604800")))),
        ["MTA-STS-POLICY-MEDIA-TYPE"] = (new(Full(), new TestWebFiles().Serves(Address, Good, "text/html")), new(Full(), new TestWebFiles().Serves(Address, Good, "Text/Plain; charset=utf-8"))),
        ["MTA-STS-MX-REFUSED"] = (new(Full(), Policy(Good.Replace("mx1", "mx9"))), new(Full(), Policy(Good.Replace("mx1", "mx9").Replace("enforce", "testing")))),
        ["MTA-STS-MX-UNLISTED"] = (new(Full(), Policy(Good.Replace("mx1", "mx9").Replace("enforce", "testing"))), new(Full(), Policy(Good.Replace("enforce", "testing")))),
        ["MTA-STS-PATTERN-UNUSED"] = (new(Full(), Policy(Good + "mx: *.other.example\n")), new(Full(), Policy(Good + "mx: *.example.com\n"))),
        ["MTA-STS-TESTING"] = (new(Full(), Policy(Good.Replace("enforce", "testing"))), new(Full())),
        ["MTA-STS-NONE"] = (new(Full(), Policy("version: STSv1\nmode: none\nmax_age: 86400\n")), new(Full())),
        ["MTA-STS-WITHOUT-TLS-RPT"] = (new(Mail().Txt("_mta-sts.example.com", Record)), new(Mail())),
        ["TLS-RPT-MISSING"] = (new(Mail()), new(Mail().Txt("_mta-sts.example.com", Record))),
        ["TLS-RPT-ALIAS"] = (new(Mail().Cname("_smtp._tls.example.com", "tls.gone.net")), new(Mail().Cname("_smtp._tls.example.com", "tls.there.net").Txt("tls.there.net", "v=TLSRPTv1; rua=mailto:a@b.example"))),
        ["TLS-RPT-RECORD"] = (new(Mail().Txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=reports")), new(Full())),
        ["TLS-RPT-RECORD-NOTE"] = (new(Full().Txt("_smtp._tls.example.com", "another text")), new(Full())),
    };

    public static TheoryData<string> Codes() =>
    [
        .. TransportRules.All.Select(r => r.Info.Code), .. TransportRules.OfMtaStsRecord.Select(r => r.Info.Code),
        .. TransportRules.OfMtaStsPolicy.Select(r => r.Info.Code), .. TransportRules.OfTlsRptRecord.Select(r => r.Info.Code),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_rule_fires_on_its_defect_and_is_silent_without_it(string code)
    {
        var (fires, silent) = Cases[code];

        var found = (await fires.AuditAsync()).Findings.Where(f => f.Code == code).ToList();
        found.ShouldHaveGerman();

        found.Should().NotBeEmpty().And.OnlyContain(f => !f.Evidence.IsEmpty);
        (await silent.AuditAsync()).Codes().Should().NotContain(code);
    }

    [Fact]
    public async Task A_domain_that_does_it_all_has_no_finding()
    {
        var audit = await new Case(Full()).AuditAsync();

        audit.Findings.Should().BeEmpty();
        audit.Transport.Should().BeEquivalentTo(new
        {
            MtaSts = new
            {
                Status = RecordStatus.Found,
                Record,
                Id = "20260101T000000",
                Policy = new { Status = "found", Mode = "enforce", MaxAge = 2_419_200, Mx = new[] { "mx1.example.com" }, Fetch = new { Address, Status = "answered", Code = 200 } },
            },
            TlsRpt = new { Status = RecordStatus.Found, Rua = new[] { "mailto:tls@example.com" } },
        });
    }

    [Theory]
    [InlineData(DnsStatus.Timeout)]
    [InlineData(DnsStatus.ServerFailure)]
    [InlineData(DnsStatus.Refused)]
    [InlineData(DnsStatus.Unusable)]
    public async Task A_failure_of_DNS_is_unknown_and_fetches_nothing(DnsStatus failure)
    {
        var files = Policy(Good);
        var audit = await new Case(Mail().Fails("_mta-sts.example.com", failure).Fails("_smtp._tls.example.com", failure), files).AuditAsync();

        (audit.Transport.MtaSts!.Status, audit.Transport.TlsRpt!.Status).Should().Be((RecordStatus.Unknown, RecordStatus.Unknown));
        audit.Codes().Should().Equal("DNS-NO-ANSWER");
        files.Asked.Should().BeEmpty();
    }

    [Theory]
    [InlineData(HttpsStatus.NameUnresolved)]
    [InlineData(HttpsStatus.ConnectFailed)]
    [InlineData(HttpsStatus.TimedOut)]
    [InlineData(HttpsStatus.NotTried)]
    public async Task A_policy_that_could_not_be_reached_is_unknown_and_nothing_to_mend(HttpsStatus status)
    {
        var audit = await new Case(Full(), new TestWebFiles().Answers(new HttpsAnswer(Address, status))).AuditAsync();

        audit.Transport.MtaSts!.Policy.Status.Should().Be("unknown");
        audit.Findings.Should().OnlyContain(f => f.Severity == Severity.Info);
    }

    [Theory]
    [InlineData(HttpsStatus.NameUnknown)]
    [InlineData(HttpsStatus.AddressRefused)]
    [InlineData(HttpsStatus.CertificateExpired)]
    [InlineData(HttpsStatus.CertificateNotTrusted)]
    [InlineData(HttpsStatus.CertificateWrongName)]
    [InlineData(HttpsStatus.TlsFailed)]
    [InlineData(HttpsStatus.TooLarge)]
    [InlineData(HttpsStatus.Broken)]
    public async Task A_policy_that_senders_may_not_take_is_an_error(HttpsStatus status)
    {
        var audit = await new Case(Full(), new TestWebFiles().Answers(new HttpsAnswer(Address, status))).AuditAsync();

        audit.Transport.MtaSts!.Policy.Status.Should().Be("unavailable");
        audit.Findings.Should().ContainSingle(f => f.Code == "MTA-STS-POLICY-FETCH" && f.Severity == Severity.Error && f.Subject == status.ToWord());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(204)]
    [InlineData(404)]
    public async Task Only_status_200_gives_a_policy(int code)
    {
        var audit = await new Case(Full(), new TestWebFiles().Answers(new HttpsAnswer(Address, HttpsStatus.Answered) { Code = code })).AuditAsync();

        audit.Codes().Should().Contain("MTA-STS-POLICY-FETCH");
    }

    [Fact]
    public async Task Without_a_usable_record_or_without_a_fetcher_no_policy_is_fetched()
    {
        var files = Policy(Good);
        await new Case(Mail(), files).AuditAsync();
        await new Case(Full().Txt("_mta-sts.example.com", Record), files).AuditAsync();
        await new Case(Mail().Txt("_mta-sts.example.com", "v=STSv1; id=a-b"), files).AuditAsync();
        var offline = await AuditFixture.AuditAsync(Full(), Request);

        files.Asked.Should().BeEmpty();
        offline.Transport.MtaSts!.Policy.Status.Should().Be("not-fetched");
        offline.Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task Several_records_are_no_record()
    {
        var audit = await new Case(Full().Txt("_mta-sts.example.com", Record)).AuditAsync();

        audit.Transport.MtaSts!.Status.Should().Be(RecordStatus.Multiple);
        audit.Findings.Should().ContainSingle(f => f.Code == "MTA-STS-RECORD" && f.Subject == "multiple-records");
    }

    [Fact]
    public async Task The_text_of_a_wildcard_is_no_broken_record()
    {
        var audit = await new Case(Mail().Txt("_mta-sts.example.com", "v=spf1 -all").Txt("_smtp._tls.example.com", "v=spf1 -all")).AuditAsync();

        (audit.Transport.MtaSts!.Status, audit.Transport.TlsRpt!.Status).Should().Be((RecordStatus.None, RecordStatus.None));
        audit.Codes().Should().BeEquivalentTo("MTA-STS-MISSING", "TLS-RPT-MISSING");
    }

    [Fact]
    public async Task Delegation_by_alias_is_followed()
    {
        var audit = await new Case(Mail().Cname("_mta-sts.example.com", "sts.provider.net").Txt("sts.provider.net", Record)).AuditAsync();

        audit.Transport.MtaSts!.Should().BeEquivalentTo(new { Status = RecordStatus.Found, Alias = "sts.provider.net", Policy = new { Status = "found" } });
    }

    [Fact]
    public async Task Without_MX_records_the_domain_itself_is_held_against_the_policy()
    {
        var zone = new TestZone().A("example.com", "192.0.2.1").Txt("_mta-sts.example.com", Record).Txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");

        (await new Case(zone).AuditAsync()).Findings.Where(f => f.Code == "MTA-STS-MX-REFUSED").Select(f => f.Subject).Should().Equal("example.com");
        (await new Case(zone, Policy(Good.Replace("mx1.", ""))).AuditAsync()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_domain_that_takes_no_mail_is_told_nothing()
    {
        (await new Case(new TestZone().Mx("example.com", 0, ".")).AuditAsync()).Findings.Should().BeEmpty();
        (await new Case(new TestZone().Txt("example.com", "v=spf1 -all")).AuditAsync()).Findings.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hostile_policy_and_a_hostile_zone_make_few_findings()
    {
        var zone = Full();
        for (var i = 0; i < 200; i++)
        {
            zone.Mx("example.com", 10, $"mx{i}.hostile.example");
        }

        var patterns = string.Concat(Enumerable.Range(0, 2500).Select(i => $"mx: p{i}.example.net\n"));
        var audit = await new Case(zone, Policy(Good + patterns)).AuditAsync();

        audit.Findings.Length.Should().BeLessThan(30);
        audit.Transport.MtaSts!.Policy.Mx.Length.Should().Be(100);
    }

    private static AuditRequest Request => new(DomainName.Parse("example.com")) { Checks = AuditChecks.Transport };

    private static TestZone Mail() => new TestZone().Mx("example.com", 10, "mx1.example.com").A("mx1.example.com", "192.0.2.1");

    private static TestZone Full() => Mail().Txt("_mta-sts.example.com", Record).Txt("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:tls@example.com");

    private static TestWebFiles Policy(string body) => new TestWebFiles().Serves(Address, body);

    private sealed record Case(TestZone Zone, TestWebFiles? Files = null)
    {
        public Task<AuditDocument> AuditAsync() => AuditFixture.AuditAsync(Zone, Request, Files ?? Policy(Good));
    }
}
