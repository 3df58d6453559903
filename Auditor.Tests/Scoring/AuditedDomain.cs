using System.Net;
using System.Security.Cryptography;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Scoring;
using Auditor.Tests.Auditing;
using Auditor.Tests.Support;
using CsCheck;

namespace Auditor.Tests.Scoring;

/// <summary>
/// A domain as its owner sees it: one number a fact, 0 the worst, from which its zone follows. Unlike <see cref="ScoredDomain"/> it knows nothing
/// of findings: what the facts cost comes from a whole audit of the zone.
/// </summary>
internal sealed record AuditedDomain(
    DomainPurpose Purpose, int Policy, int TestMode, int Subdomains, int Reports, int Spf, int Syntax, int Lookups, int Ptr, int All, int Key, int KeyFlags, int Mx, int Senders, int Dangling)
{
    private const string Domain = "example.com";

    private static readonly string[] Alls = ["+all", "?all", "~all", "-all"];
    private static readonly string[] Policies = ["v=DMARC1; p=rejct", "v=DMARC1; p=none", "v=DMARC1; p=quarantine", "v=DMARC1; p=reject"];
    private static readonly string[] Keys = [RsaKey(512), RsaKey(1024), RsaKey(2048)];

    public static Gen<AuditedDomain> Any { get; } = Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 2]),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 1], Gen.Int[0, 3]),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 1]),
        (d, s, h) => new AuditedDomain((DomainPurpose)d.Item1, d.Item2, d.Item3, d.Item4, d.Item5, s.Item1, s.Item2, s.Item3, s.Item4, s.Item5, h.Item1, h.Item2, h.Item3, h.Item4, h.Item5));

    /// <summary>The same domain with nothing to mend.</summary>
    public static AuditedDomain Best(DomainPurpose purpose) => new(purpose, 4, 1, 2, 2, 2, 1, 2, 1, 3, 3, 1, 2, 2, 1);

    /// <summary>The names whose answers an audit of the zone needs.</summary>
    public static IEnumerable<string> Names { get; } =
        [Domain, $"_dmarc.{Domain}", "_dmarc.com", $"s1._domainkey.{Domain}", $"mx.{Domain}", $"alias.{Domain}", "7.2.0.192.in-addr.arpa", "8.2.0.192.in-addr.arpa", "1.2.0.192.in-addr.arpa"];

    /// <summary>Every state in which exactly one fact is better, by one step or by several.</summary>
    public IEnumerable<AuditedDomain> Improvements() =>
    [
        .. Above(Policy, 4).Select(v => this with { Policy = v }),
        .. Above(TestMode, 1).Select(v => this with { TestMode = v }),
        .. Above(Subdomains, 2).Select(v => this with { Subdomains = v }),
        .. Above(Reports, 2).Select(v => this with { Reports = v }),
        // Publishing "+all" where there was no record is the one step that rightly lowers a score.
        .. Above(Spf, 2).Where(_ => Spf > 0 || All > 0).Select(v => this with { Spf = v }),
        .. Above(Syntax, 1).Select(v => this with { Syntax = v }),
        .. Above(Lookups, 2).Select(v => this with { Lookups = v }),
        .. Above(Ptr, 1).Select(v => this with { Ptr = v }),
        .. Above(All, 3).Select(v => this with { All = v }),
        .. Above(Key, 3).Select(v => this with { Key = v }),
        .. Above(KeyFlags, 1).Select(v => this with { KeyFlags = v }),
        .. Above(Mx, 2).Select(v => this with { Mx = v }),
        .. Above(Senders, 2).Select(v => this with { Senders = v }),
        .. Above(Dangling, 1).Select(v => this with { Dangling = v }),
    ];

    /// <summary>Audits the domain's zone; records are published in the other order when <paramref name="reversed"/>.</summary>
    public Task<AuditDocument> AuditAsync(string? failing = null, bool reversed = false)
    {
        var zone = new TestZone();
        foreach (var publish in reversed ? Records().Reverse() : Records())
        {
            publish(zone);
        }

        return AuditFixture.AuditAsync(failing is null ? zone : zone.Fails(failing, DnsStatus.ServerFailure), new AuditRequest(DomainName.Parse(Domain))
        {
            Purpose = Purpose,
            Selectors = Purpose == DomainPurpose.Parked ? ["s1", "s2"] : ["s1"],
            SendingAddresses = [IPAddress.Parse("192.0.2.7"), IPAddress.Parse("192.0.2.8")],
        });
    }

    private bool SendsNothing => Purpose.SendsNothing();

    private IEnumerable<Action<TestZone>> Records() =>
    [
        .. SpfRecords().Select(text => (Action<TestZone>)(z => z.Txt(Domain, text))),
        .. Policy == 0 ? Array.Empty<Action<TestZone>>() : [z => z.Txt($"_dmarc.{Domain}", DmarcRecord())],
        .. Key == 0 ? Array.Empty<Action<TestZone>>() : [z => z.Txt($"s1._domainkey.{Domain}", $"v=DKIM1; {(KeyFlags == 0 ? "t=y; " : "")}p={Keys[Key - 1]}")],
        z => z.A($"mx.{Domain}", "192.0.2.1"),
        z => z.Cname($"alias.{Domain}", $"mx.{Domain}"),
        z => z.Ptr("1.2.0.192.in-addr.arpa", $"mx.{Domain}"),
        z => z.Mx(Domain, 10, Mx switch { 0 => $"dead.{Domain}", 1 => $"alias.{Domain}", _ when Purpose == DomainPurpose.Parked => ".", _ => $"mx.{Domain}" }),
        .. Dangling == 0 ? [DanglingName] : Array.Empty<Action<TestZone>>(),
        .. Senders > 0 ? (Action<TestZone>[])[z => z.Ptr("7.2.0.192.in-addr.arpa", $"out.{Domain}")] : [],
        .. Senders > 1 ? (Action<TestZone>[])[z => z.Ptr("8.2.0.192.in-addr.arpa", $"out.{Domain}")] : [],
        z => z.A($"out.{Domain}", "192.0.2.7", "192.0.2.8"),
        z => z.A("net", "192.0.2.99"),
        z => z.Mx("elsewhere.net", 10, $"mx.{Domain}"),
    ];

    // A parked domain's null MX must stand alone, so there it is a key that leads nowhere.
    private Action<TestZone> DanglingName => Purpose == DomainPurpose.Parked
        ? z => z.Cname($"s2._domainkey.{Domain}", "s2.gone.net")
        : z => z.Mx(Domain, 30, "mx.gone.net");

    private IEnumerable<string> SpfRecords()
    {
        var lookups = Enumerable.Repeat(SendsNothing ? $"-a:mx.{Domain}" : $"a:mx.{Domain}", Lookups switch { 0 => 11, 1 => 9 - (1 - Ptr), _ => 0 });
        string[] terms = ["v=spf1", .. lookups, Ptr == 0 ? (SendsNothing ? "-ptr" : "ptr") : "", Syntax == 0 ? "ip4:192.0.2.300" : "", Alls[All]];
        var record = string.Join(' ', terms.Where(t => t.Length > 0));

        // What stands behind "all" is never reached, so that both of the two records say the same.
        return Spf switch { 0 => [], 1 => [record, $"{record} -all"], _ => [record] };
    }

    private string DmarcRecord() => Policies[Policy - 1]
        + (TestMode == 0 ? "; t=y" : "")
        + Subdomains switch { 0 => "; sp=none", 1 => "; sp=quarantine", _ => "" }
        + (Policy == 1 ? "" : Reports switch { 0 => "", 1 => "; rua=mailto:d@elsewhere.net", _ => $"; rua=mailto:d@{Domain}" });

    private static IEnumerable<int> Above(int value, int best) => Enumerable.Range(value + 1, best - value);

    private static string RsaKey(int bits)
    {
        using var rsa = RSA.Create(bits);
        return Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
    }
}
