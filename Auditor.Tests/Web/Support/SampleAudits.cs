using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Tests.Web.Support;

/// <summary>Audits made by hand, so that pages have something of every kind to show.</summary>
internal static class SampleAudits
{
    public const string Long = "v=spf1 include:_spf.suite.example include:_spf.crm.example include:old.example include:mail.esp.example ip4:192.0.2.0/28 ~all";

    /// <summary>The fingerprint of the key of <c>s1</c>.</summary>
    public const string ShortKey = "5f2a";

    /// <summary>The fingerprint of the key of <c>s2</c>, which is to follow it.</summary>
    public static readonly string NextKey = KeyFingerprint.Of(DkimKeyParser.Parse(NextRecord))!;

    /// <summary>The record of that key.</summary>
    public const string NextRecord = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    /// <summary>The same domain a night before the include grew.</summary>
    public static AuditDocument ShopBefore(string domain, DateTimeOffset at) => Shop(domain, at) is var shop ? shop with
    {
        Score = shop.Score with
        {
            Value = 92,
            Grade = "A",
            HeldAt = null,
            HeldBy = null,
            Categories = [new("dmarc", 0, 38), new("spf", 2, 24), new("dkim", 3, 20), new("hosts", 3, 12), new("dns", 0, 6)],
            Deductions = [new("DKIM-KEY-UNDER-2048", 3, 3, "DKIM key under 2048 bits"), new("HOST-FCRDNS", 3, 3, "Reverse DNS of an own host is not confirmed"), new("SPF-LOOKUPS-NEAR-LIMIT", 2, 2, "Nine or ten DNS lookups")],
        },
        Findings = [.. shop.Findings.Where(f => f.Code != "SPF-LOOKUP-LIMIT")],
        Records = [Asked(domain, "TXT", Long.Replace("include:mail.esp.example ", "", StringComparison.Ordinal))],
    } : shop;

    /// <summary>A domain that needs eleven lookups, holds a short key and a host without a PTR name.</summary>
    public static AuditDocument Shop(string domain, DateTimeOffset at) => Base(domain, at) with
    {
        Score = new ScoreDocument
        {
            Value = 69,
            Grade = "D",
            Rubric = 1,
            AssessedShare = 1,
            HeldAt = 69,
            HeldBy = "SPF-LOOKUP-LIMIT",
            Categories = [new("dmarc", 0, 38), new("spf", 16, 24), new("dkim", 3, 20), new("hosts", 3, 12), new("dns", 0, 6)],
            Deductions = [new("SPF-LOOKUP-LIMIT", 16, 23, "More than ten DNS lookups"), new("DKIM-KEY-UNDER-2048", 3, 3, "DKIM key under 2048 bits"), new("HOST-FCRDNS", 3, 3, "Reverse DNS of an own host is not confirmed")],
        },
        Spf = new SpfDocument
        {
            Status = RecordStatus.Found,
            Record = Long,
            Lookups = 11,
            VoidLookups = 1,
            PermError = true,
            PermErrorPath = $"{domain} > include:mail.esp.example",
            Tree = ElevenLookups(domain),
        },
        Dkim =
        [
            new DkimDocument { Selector = "s1", Status = RecordStatus.Found, KeyType = "rsa", Bits = 1024, Source = "configured", Record = "v=DKIM1; k=rsa; p=MIGf", Fingerprint = ShortKey, LastSeen = DateOnly.FromDateTime(at.UtcDateTime).AddDays(-2) },
            new DkimDocument { Selector = "s2", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048, Source = "configured", Record = "v=DKIM1; k=rsa; p=MIIB", Fingerprint = NextKey },
            new DkimDocument { Selector = "lost", Status = RecordStatus.None, Source = "reports" },
            new DkimDocument { Selector = "ed", Status = RecordStatus.Found, KeyType = "ed25519", Bits = 256, Source = "reports", Record = "v=DKIM1; k=ed25519; p=11qY" },
            new DkimDocument { Selector = "old", Status = RecordStatus.Found, Revoked = true, Source = "catalogue", Alias = "old.keys.esp.example" },
            new DkimDocument { Selector = "slow", Status = RecordStatus.Unknown, Source = "reports" },
        ],
        Records = [Asked(domain, "TXT", Long)],
        Dmarc = Quarantine(domain),
        MxStatus = "found",
        Mx = [new(10, $"mx1.{domain}", ["192.0.2.7", "2001:db8::7"], "ok"), new(20, $"alias.{domain}", [], "alias")],
        Reverse =
        [
            new("192.0.2.7", [], "missing") { Role = "mx" }, new("198.51.100.24", ["out24.esp.example"], "confirmed") { Role = "reports" },
            new("198.51.100.99", [], "unknown") { Role = "configured" },
        ],
        BlocklistSubjects = ["192.0.2.7", "198.51.100.99", domain],
        Blocklists =
        [
            new("bl.heavy.example", "Heavy", "192.0.2.7", "ip", "listed", ["SBL"], "block", "high") { AskedAt = at, Reason = "Spam was sent; see https://bl.heavy.example/?ip=192.0.2.7" },
            new("pbl.heavy.example", "Heavy policy", "198.51.100.99", "ip", "listed", ["PBL"], "policy", "none") { AskedAt = at },
            new("bl.clean.example", "Clean", "192.0.2.7", "ip", "clean", [], "block", "medium") { AskedAt = at },
            new("bl.shy.example", "Shy", "192.0.2.7", "ip", "error", ["public-resolver"], "block", "low") { AskedAt = at, Detail = "127.255.255.254: the list refuses this resolver, which is public or cannot be attributed to anyone." },
        ],
        Smtp =
        [
            new SmtpDocument
            {
                Address = "192.0.2.7", Host = $"mx1.{domain}", Status = "answered", Banner = $"220 mx1.{domain} ESMTP ready", BannerName = $"mx1.{domain}", EhloName = $"mx1.{domain}", StartTls = true, TlsVersion = "TLS 1.3",
                HeloMatchesPtr = false, Certificate = new SmtpCertificateDocument { Subject = $"CN=mx1.{domain}", Names = [$"mx1.{domain}"], Issuer = "CN=Sample CA", NotBefore = at.AddDays(-80), NotAfter = at.AddDays(-1), Problems = ["expired on 2026-11-26"] },
            },
            new SmtpDocument { Address = "198.51.100.99", Status = "timed-out", Reason = "No complete answer within 10 s." },
        ],
        Transport = new TransportDocument
        {
            MtaSts = new MtaStsDocument { Status = RecordStatus.Found, Record = "v=STSv1; id=20260101", Id = "20260101", Policy = new MtaStsPolicyDocument { Status = "found", Mode = "enforce", MaxAge = 604800, Mx = [$"mx1.{domain}"] } },
            TlsRpt = new TlsRptDocument { Status = RecordStatus.None },
        },
        Dane = [new($"mx1.{domain}", RecordStatus.Found, [new(3, 1, 1, new string('a', 64))], false), new($"alias.{domain}", RecordStatus.None, [], null)],
        Bimi = new BimiDocument { Status = RecordStatus.Found, Logo = new BimiLogoDocument { Address = $"https://{domain}/logo.svg", Status = "found" } },
        Zone = new ZoneDocument
        {
            Status = "found",
            Name = domain,
            Dnssec = "insecure",
            Caa = [new(domain, 0, "issue", "ca.example")],
            Servers = [new("ns1.dns.example", "192.0.2.53", "ok", 2026112701, null), new("ns2.dns.example", "198.51.100.53", "ok", 2026112501, null), new("ns3.dns.example", "203.0.113.53", "lame", null, "203.0.113.53:53 answered REFUSED.")],
            Agreement = [new(domain, "TXT", "agree"), new($"_dmarc.{domain}", "TXT", "disagree"), new($"s2._domainkey.{domain}", "TXT", "disagree")],
        },
        Findings =
        [
            new Finding("SPF-LOOKUP-LIMIT", Severity.Error, "More than ten DNS lookups", $"The record of {domain} needs 11 lookups; 10 are allowed. The eleventh is include:mail.esp.example.",
                "Take out what no longer sends, and replace 'a' and 'mx' by ip4 and ip6 terms where the addresses are your own. The heaviest terms are include:_spf.crm.example (5), include:_spf.suite.example (4); at least 1 of the lookups must go.", "RFC 7208 4.6.4", [Asked(domain, "TXT", Long)])
            {
                Publish = new RecordToPublish(domain, "TXT", Long.Replace("include:old.example ", "", StringComparison.Ordinal) + " exp=" + new string('x', 220) + ".example"),
            },
            new Finding("DKIM-KEY-UNDER-2048", Severity.Warning, "DKIM key under 2048 bits", $"The key of s1._domainkey.{domain} has 1024 bits; at least 2048 are recommended.",
                "Sign with a new key of 2048 bits under a new selector, and revoke this one when no mail carries it any more.", "RFC 8301 3.2", [Asked($"s1._domainkey.{domain}", "TXT", "v=DKIM1; k=rsa; p=MIGf")]) { Subject = "s1" },
            new Finding("HOST-FCRDNS", Severity.Warning, "Reverse DNS of an own host is not confirmed", "192.0.2.7 has no PTR record.", $"Ask the operator of the network to publish a PTR record for 192.0.2.7 with mx1.{domain}, which must resolve to the same address.", "RFC 1912 2.1",
                [new Evidence("7.2.0.192.in-addr.arpa", "PTR", [], DnsStatus.NxDomain, "127.0.0.1:53")]) { Subject = "192.0.2.7" },
        ],
    };

    /// <summary>What DNS answered for the tree of <see cref="Shop"/>.</summary>
    public static IEnumerable<KnownAnswer> ShopAnswers(DateTimeOffset at)
    {
        (string Name, string Text)[] records =
        [
            ("shop.example", Long), ("_spf.suite.example", "v=spf1 include:_netblocks.suite.example include:_netblocks2.suite.example include:_netblocks3.suite.example ~all"),
            ("_netblocks.suite.example", "v=spf1 ip4:203.0.113.0/27 ~all"), ("_netblocks2.suite.example", "v=spf1 ip4:203.0.113.32/27 ~all"), ("_netblocks3.suite.example", "v=spf1 ip6:2001:db8:5::/48 ~all"),
            ("_spf.crm.example", "v=spf1 include:a.crm.example include:b.crm.example include:c.crm.example include:d.crm.example -all"), ("mail.esp.example", "v=spf1 ip4:198.51.100.0/24 -all"),
            .. "abcd".Select((c, i) => ($"{c}.crm.example", $"v=spf1 ip4:203.0.113.{128 + (16 * i)}/28 -all")),
        ];
        return records.Select(r => new KnownAnswer(r.Name, "TXT", [r.Text], DnsStatus.Answer, "127.0.0.1:53") { AnsweredAt = at })
            .Append(new KnownAnswer("old.example", "TXT", [], DnsStatus.NoData, "127.0.0.1:53") { AnsweredAt = at });
    }

    /// <summary>A domain with nothing to mend.</summary>
    public static AuditDocument Good(string domain, DateTimeOffset at) => Base(domain, at) with
    {
        Score = new ScoreDocument { Value = 100, Grade = "A+", Rubric = 1, AssessedShare = 1, Categories = [new("dmarc", 0, 38), new("spf", 0, 24), new("dkim", 0, 20), new("hosts", 0, 12), new("dns", 0, 6)] },
        Dmarc = Quarantine(domain) with { Stage = "reject", Policy = "reject", EffectivePolicy = "reject", AppliedPolicy = "reject" },
    };

    /// <summary>A domain of which DNS told nothing.</summary>
    public static AuditDocument Unknown(string domain, DateTimeOffset at) => Base(domain, at) with
    {
        Score = new ScoreDocument { Rubric = 1, AssessedShare = 0.18, Categories = [new("dmarc", 0, 38, false), new("spf", 0, 24, false), new("dkim", 0, 20, false), new("hosts", 0, 12), new("dns", 0, 6)] },
        Spf = new SpfDocument { Status = RecordStatus.Unknown },
        Dmarc = new DmarcDocument { Status = RecordStatus.Unknown, Stage = "unknown" },
        MxStatus = "unknown",
        Mx = [],
    };

    /// <summary>A tree in which the fourth include brings the eleventh lookup.</summary>
    public static SpfTreeDocument ElevenLookups(string domain) => new()
    {
        Domain = domain,
        Record = Long,
        Lookups = 11,
        Terms =
        [
            Include("_spf.suite.example", 4, 4, Leaf("_netblocks.suite.example", 2), Leaf("_netblocks2.suite.example", 3), Leaf("_netblocks3.suite.example", 4)),
            Include("_spf.crm.example", 5, 9, Leaf("a.crm.example", 6), Leaf("b.crm.example", 7), Leaf("c.crm.example", 8), Leaf("d.crm.example", 9)),
            new SpfTermDocument { Term = "include:old.example", Lookups = 1, Total = 10, Void = true },
            new SpfTermDocument { Term = "include:mail.esp.example", Lookups = 1, Total = 11, Addresses = new(256, 0, true), Tree = new SpfTreeDocument { Domain = "mail.esp.example", Record = "v=spf1 ip4:198.51.100.0/24 -all", Terms = [new SpfTermDocument { Term = "ip4:198.51.100.0/24", Total = 11 }] } },
            new SpfTermDocument { Term = "ip4:192.0.2.0/28", Total = 11 },
            new SpfTermDocument { Term = "~all", Total = 11 },
        ],
    };

    private static SpfTermDocument Include(string name, int lookups, int total, params ImmutableArray<SpfTermDocument> below) => new()
    {
        Term = $"include:{name}",
        Lookups = lookups,
        Total = total,
        Tree = new SpfTreeDocument { Domain = name, Lookups = lookups - 1, Terms = below },
    };

    private static SpfTermDocument Leaf(string name, int total) => new() { Term = $"include:{name}", Lookups = 1, Total = total };

    private static DmarcDocument Quarantine(string domain) => new()
    {
        Status = RecordStatus.Found,
        PolicyDomain = domain,
        OrganizationalDomain = domain,
        Record = "v=DMARC1; p=quarantine; rua=mailto:dmarc@reports.example; adkim=s",
        Policy = "quarantine",
        EffectivePolicy = "quarantine",
        AppliedPolicy = "quarantine",
        Stage = "quarantine",
        Rua = ["mailto:dmarc@reports.example"],
        Tags = [new("v", "DMARC1"), new("p", "quarantine"), new("rua", "mailto:dmarc@reports.example"), new("adkim", "s")],
        Queries = [$"_dmarc.{domain}"],
        ExternalDestinations = [new("mailto:dmarc@reports.example", $"{domain}._report._dmarc.reports.example", "yes")],
    };

    private static AuditDocument Base(string domain, DateTimeOffset at) => new()
    {
        Tool = new ToolInfo("auditor", "0.1.0", "1"),
        Domain = domain,
        AuditedAt = at,
        Purpose = "people",
        Score = new ScoreDocument(),
        Spf = new SpfDocument { Status = RecordStatus.Found, Record = "v=spf1 mx -all", Lookups = 1, Tree = new SpfTreeDocument { Domain = domain, Record = "v=spf1 mx -all", Lookups = 1, Terms = [new SpfTermDocument { Term = "mx", Lookups = 1, Total = 1 }, new SpfTermDocument { Term = "-all", Total = 1 }] } },
        Dkim = [new DkimDocument { Selector = "s2026", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048, Source = "configured", Record = "v=DKIM1; k=rsa; p=MIIB" }],
        Dmarc = Quarantine(domain),
        MxStatus = "found",
        Mx = [new(10, $"mx.{domain}", ["192.0.2.25"], "ok")],
        Reverse = [new("192.0.2.25", [$"mx.{domain}"], "confirmed") { Role = "mx" }],
        Dns = new DnsCostDocument(31, 4, 412),
        Records = [Asked(domain, "TXT", "v=spf1 mx -all")],
    };

    private static Evidence Asked(string name, string type, params ImmutableArray<string> answer) => new(name, type, answer, DnsStatus.Answer, "127.0.0.1:53") { TtlSeconds = 3600 };
}
