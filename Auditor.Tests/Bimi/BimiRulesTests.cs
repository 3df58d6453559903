using System.Text;
using Auditor.Core.Auditing;
using Auditor.Core.Bimi;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Findings;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Bimi;

/// <summary>For every rule a domain in which it fires and one, as near as can be, in which it stays silent.</summary>
public sealed class BimiRulesTests
{
    private const string LogoAddress = "https://example.com/logo.svg";
    private const string MarkAddress = "https://example.com/mark.pem";
    private const string Record = $"v=BIMI1; l={LogoAddress}; a={MarkAddress}";

    private static readonly Dictionary<string, (Case Fires, Case Silent)> Cases = new()
    {
        ["BIMI-RECORD"] = (new(new TestZone().Txt("default._bimi.example.com", "v=BIMI1; l=http://example.com/logo.svg")), new(Zone())),
        ["BIMI-RECORD-NOTE"] = (new(new TestZone().Txt("default._bimi.example.com", $"v=BIMI1; l={LogoAddress}")), new(Zone())),
        ["BIMI-ALIAS"] = (new(new TestZone().Cname("default._bimi.example.com", "logo.gone.net")), new(new TestZone().Cname("default._bimi.example.com", "logo.there.net").Txt("logo.there.net", Record))),
        ["BIMI-LOGO-FETCH"] = (new(Zone(), Files(logo: null)), new(Zone())),
        ["BIMI-FILE-NO-ANSWER"] = (new(Zone(), Files(logo: null).Answers(new HttpsAnswer(LogoAddress, HttpsStatus.TimedOut) { Error = "example.com did not deliver within 10 seconds." })), new(Zone(), Files(logo: null))),
        ["BIMI-LOGO"] = (new(Zone(), Files(TestMark.Logo.Replace("tiny-ps", "full"))), new(Zone())),
        ["BIMI-LOGO-NOTE"] = (new(Zone(), Files(TestMark.Logo.Replace("Example", new string('x', 70)))), new(Zone())),
        ["BIMI-LOGO-MEDIA-TYPE"] = (new(Zone(), Files(type: "text/plain")), new(Zone(), Files(type: "Image/SVG+xml; charset=utf-8"))),
        ["BIMI-CERTIFICATE-FETCH"] = (new(Zone(), new TestWebFiles().Serves(LogoAddress, TestMark.Logo, "image/svg+xml")), new(Zone())),
        ["BIMI-CERTIFICATE"] = (new(Zone(), Files(mark: new TestMark { Names = ["example.net"] })), new(Zone(), Files(mark: new TestMark { Names = ["default._bimi.example.com"] }))),
        ["BIMI-CERTIFICATE-EXPIRED"] = (new(Zone(), Files(mark: Until("2026-11-22"))), new(Zone(), Files(mark: Until("2026-11-24")))),
        ["BIMI-CERTIFICATE-RENEW"] = (new(Zone(), Files(mark: Until("2026-12-20"))), new(Zone(), Files(mark: Until("2026-12-30")))),
        ["BIMI-LOGO-DIFFERS"] = (new(Zone(), Files(TestMark.Logo.Replace("#fff", "#ffe"))), new(Zone(), Files(TestMark.Logo.Replace("\n", "\r\n")))),
    };

    public static TheoryData<string> Codes() => [.. BimiRules.OfRecord.Select(r => r.Info.Code), .. BimiRules.All.Select(r => r.Info.Code)];

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

    [Theory]
    [InlineData(26, false)]
    [InlineData(27, true)]
    public async Task The_days_before_a_certificate_ends_may_be_chosen_and_cost_nothing(int days, bool isFound)
    {
        var request = new AuditRequest(DomainName.Parse("example.com")) { Checks = AuditChecks.Bimi };
        var means = new AuditMeans(Zone(), new StillTime(new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero))) { Https = Files(mark: Until("2026-12-20")), IsStrict = true };
        var usual = await DomainAuditor.AuditAsync(request, means, TestContext.Current.CancellationToken);
        var chosen = await DomainAuditor.AuditAsync(request, means with { BimiRenewalDays = days }, TestContext.Current.CancellationToken);

        chosen.Codes().Contains("BIMI-CERTIFICATE-RENEW").Should().Be(isFound, "26 days and 22 hours are left");
        chosen.Score.Should().BeEquivalentTo(usual.Score);
    }

    [Fact]
    public async Task A_logo_with_its_certificate_has_no_finding()
    {
        var audit = await new Case(Zone()).AuditAsync();

        audit.Findings.Should().BeEmpty();
        audit.Bimi.Should().BeEquivalentTo(new
        {
            Status = RecordStatus.Found,
            Record,
            RecordDomain = "example.com",
            Declined = false,
            Eligible = (bool?)null,
            Logo = new { Address = LogoAddress, Status = "found", Title = "Example" },
            Certificate = new { Address = MarkAddress, Status = "found", MarkType = "Registered Mark", SameLogo = true, Names = new[] { "example.com" } },
        });
    }

    [Fact]
    public async Task A_subdomain_falls_back_to_its_organizational_domain()
    {
        var zone = Zone().A("mail.example.com", "192.0.2.1");
        var audit = await new Case(zone, Domain: "mail.example.com").AuditAsync();

        (audit.Bimi.Status, audit.Bimi.RecordDomain).Should().Be((RecordStatus.Found, "example.com"));
        audit.Findings.Should().BeEmpty();
        zone.Asked.Select(q => q.Name).Should().Equal("default._bimi.mail.example.com", "default._bimi.example.com");
    }

    [Fact]
    public async Task A_declination_ends_the_search_and_fetches_nothing()
    {
        var files = Files();
        var audit = await new Case(Zone().Txt("default._bimi.mail.example.com", "v=BIMI1; l=; a=;"), files, "mail.example.com").AuditAsync();

        (audit.Bimi.Status, audit.Bimi.Declined, audit.Bimi.Logo).Should().Be((RecordStatus.Found, true, null));
        audit.Findings.Should().BeEmpty();
        files.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task A_failure_of_DNS_is_unknown_and_the_parent_is_not_judged_instead()
    {
        foreach (var failure in new[] { DnsStatus.Timeout, DnsStatus.ServerFailure, DnsStatus.Refused })
        {
            var audit = await new Case(Zone().Fails("default._bimi.mail.example.com", failure), Domain: "mail.example.com").AuditAsync();

            audit.Bimi.Status.Should().Be(RecordStatus.Unknown);
            audit.Codes().Should().Equal("DNS-NO-ANSWER");
        }
    }

    [Fact]
    public async Task Several_records_are_no_record()
    {
        var audit = await new Case(Zone().Txt("default._bimi.example.com", Record)).AuditAsync();

        audit.Bimi.Status.Should().Be(RecordStatus.Multiple);
        audit.Codes().Should().Equal("BIMI-RECORD");
    }

    [Fact]
    public async Task The_text_of_a_wildcard_is_no_broken_record()
    {
        var audit = await new Case(new TestZone().Txt("default._bimi.example.com", "v=spf1 -all")).AuditAsync();

        (audit.Bimi.Status, audit.Findings.Length).Should().Be((RecordStatus.None, 0));
    }

    [Fact]
    public async Task A_logo_in_the_certificate_alone_is_enough()
    {
        var audit = await new Case(new TestZone().Txt("default._bimi.example.com", $"v=BIMI1; l=; a={MarkAddress}")).AuditAsync();

        audit.Findings.Should().BeEmpty();
        (audit.Bimi.Logo, audit.Bimi.Certificate!.Status).Should().Be((null, "found"));
    }

    [Fact]
    public async Task Without_a_fetcher_the_files_are_not_fetched()
    {
        var audit = await AuditFixture.AuditAsync(Zone(), new AuditRequest(DomainName.Parse("example.com")) { Checks = AuditChecks.Bimi });

        (audit.Bimi.Logo!.Status, audit.Bimi.Certificate!.Status, audit.Findings.Length).Should().Be(("not-fetched", "not-fetched", 0));
    }

    private static TestZone Zone() => new TestZone().Txt("default._bimi.example.com", Record);

    private static TestMark Until(string day) => new() { NotAfter = DateTimeOffset.Parse($"{day}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture) };

    private static TestWebFiles Files(string? logo = TestMark.Logo, TestMark? mark = null, string type = "image/svg+xml")
    {
        var files = new TestWebFiles().Serves(MarkAddress, Encoding.ASCII.GetBytes((mark ?? new TestMark()).Pem()), "application/x-pem-file");
        return logo is null ? files : files.Serves(LogoAddress, logo, type);
    }

    private sealed record Case(TestZone Zone, TestWebFiles? Web = null, string Domain = "example.com")
    {
        public Task<AuditDocument> AuditAsync() =>
            AuditFixture.AuditAsync(Zone, new AuditRequest(DomainName.Parse(Domain)) { Checks = AuditChecks.Bimi }, Web ?? Files());
    }
}
