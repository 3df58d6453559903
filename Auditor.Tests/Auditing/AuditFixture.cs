using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Scoring;
using Auditor.Tests.Support;
using Xunit;

namespace Auditor.Tests.Auditing;

/// <summary>Audits a domain over zone text at a fixed time.</summary>
internal static class AuditFixture
{
    /// <summary>A 2048-bit RSA key, as a DKIM key record.</summary>
    public const string Key =
        "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA4gPAWYlbVG/Mwc0O8an6yTNDkLap7ptQXAnD8CBftmmOdr+xYxoG5BzJ+iqzkTtrNw"
        + "vyTGY9it3tRGEp1lj5fygw1WrsuETQT/n0b9VxLxX0SKME8UXa6JHWPNoa5bN82pptySGw0m9EdNLlF2oBd4/By3LYG2itb667E/O/uwpk2UTp"
        + "ZQ8xKXswOa8ntEg9gq8GTZxbiMzuD85/RnW4i4h5vkUKhwuk/eEO7SHytgpHBh+S2P8PG0AnW9AOnnIALDrxz+LQm3XhrpQem3L/S9d/nP9SYX"
        + "MNEqbax53uKoTJkwRGJ6qa/28Nu1r3hdpZDtHhH6xgq+akYRdL3Bbt+wIDAQAB";

    /// <summary>A domain with nothing to mend: <c>example.com</c> with own mail host, key <c>s1</c> and p=reject.</summary>
    public static TestZone Sound(string policy = "v=DMARC1; p=reject; rua=mailto:dmarc@example.com", string spf = "v=spf1 mx -all") => new TestZone()
        .Txt("example.com", spf)
        .Mx("example.com", 10, "mx1.example.com")
        .A("mx1.example.com", "192.0.2.1")
        .Ptr("1.2.0.192.in-addr.arpa", "mx1.example.com")
        .Txt("_dmarc.example.com", policy)
        .Txt("s1._domainkey.example.com", Key);

    public static Task<AuditDocument> AuditAsync(IDnsResolver resolver, DomainPurpose? purpose = null, string domain = "example.com", params string[] selectors) =>
        AuditAsync(resolver, new AuditRequest(DomainName.Parse(domain)) { Purpose = purpose, Selectors = [.. selectors] });

    public static Task<AuditDocument> AuditAsync(IDnsResolver resolver, AuditRequest request) =>
        AuditAsync(resolver, request, null);

    public static Task<AuditDocument> AuditAsync(IDnsResolver resolver, AuditRequest request, IHttpsFetcher? https) =>
        DomainAuditor.AuditAsync(request, new AuditMeans(resolver, new FixedTime()) { Https = https }, TestContext.Current.CancellationToken);

    public static IEnumerable<string> Codes(this AuditDocument document) => document.Findings.Select(f => f.Code);

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    }
}
