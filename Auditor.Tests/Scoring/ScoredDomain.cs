using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;
using CsCheck;

namespace Auditor.Tests.Scoring;

/// <summary>
/// A domain as the score sees it: one number a fact, 0 the worst. The findings follow from the facts as the rules'
/// findings do, so every state here is one that a real domain can be in.
/// </summary>
internal sealed record ScoredDomain(
    DomainPurpose Purpose, int Dmarc, int Subdomains, int Reports, int Spf, int All, int NearLimit, int Ptr, int Dkim, int KeyFlags, int Mx, int Reverse, int Dangling, int Servers)
{
    private static readonly string[] DmarcCodes = ["DMARC-MISSING", "DMARC-UNUSABLE", "DMARC-POLICY-NONE", "DMARC-POLICY-QUARANTINE", ""];
    private static readonly string[] SpfCodes = ["SPF-MISSING", "SPF-MULTIPLE", "SPF-SYNTAX", ""];
    private static readonly string[] AllCodes = ["SPF-PASS-ALL", "SPF-NEUTRAL-ALL", "SPF-PARKED-SOFTFAIL", ""];
    private static readonly string[] DkimCodes = ["DKIM-BROKEN", "DKIM-KEY-UNDER-1024", "DKIM-KEY-UNDER-2048", ""];
    private static readonly string[] MxCodes = ["MX-UNREACHABLE", "MX-TARGET-ALIAS", ""];

    /// <summary>Any state.</summary>
    public static Gen<ScoredDomain> Any { get; } =
        Gen.Select(
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 2]),
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 1]),
            Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 2], Gen.Int[0, 2]),
            Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1]),
            (a, b, c, d) => new ScoredDomain((DomainPurpose)a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, b.Item3, b.Item4, c.Item1, c.Item2, c.Item3, c.Item4, d.Item1, d.Item2));

    private bool HasSpf => Spf > 0;

    private bool HasDmarc => Dmarc > 1;

    /// <summary>Every state in which exactly one fact is better, by one step or by several.</summary>
    public IEnumerable<ScoredDomain> Improvements() =>
    [
        .. Above(Dmarc, 4).Select(v => this with { Dmarc = v }),
        .. Above(Subdomains, 2).Select(v => this with { Subdomains = v }),
        .. Above(Reports, 2).Select(v => this with { Reports = v }),
        // Publishing "+all" where there was no record is the one step that rightly lowers a score.
        .. Above(Spf, 3).Where(_ => HasSpf || All > 0).Select(v => this with { Spf = v }),
        .. Above(All, 3).Select(v => this with { All = v }),
        .. Above(NearLimit, 1).Select(v => this with { NearLimit = v }),
        .. Above(Ptr, 1).Select(v => this with { Ptr = v }),
        .. Above(Dkim, 3).Select(v => this with { Dkim = v }),
        .. Above(KeyFlags, 1).Select(v => this with { KeyFlags = v }),
        .. Above(Mx, 2).Select(v => this with { Mx = v }),
        .. Above(Reverse, 2).Select(v => this with { Reverse = v }),
        .. Above(Dangling, 1).Select(v => this with { Dangling = v }),
        .. Above(Servers, 1).Select(v => this with { Servers = v }),
    ];

    /// <summary>What the score is made from.</summary>
    public ScoringInput Input() => new()
    {
        Purpose = Purpose,
        HasWorkingDkim = Dkim > 1,
        OwnHosts = 2,
        Findings = [.. Codes().Where(c => c.Length > 0).Select(Finding)],
        Assessed = Purpose.SendsNothing()
            ? [ScoreCategory.Dmarc, ScoreCategory.Spf, ScoreCategory.Hosts, ScoreCategory.Dns]
            : [ScoreCategory.Dmarc, ScoreCategory.Spf, ScoreCategory.Dkim, ScoreCategory.Hosts, ScoreCategory.Dns],
    };

    public static Finding Finding(string code) =>
        new(code, Severity.Warning, $"Title of {code}", "Detail.", "Fix.", "RFC", ImmutableArray<Evidence>.Empty);

    private static IEnumerable<int> Above(int value, int best) => Enumerable.Range(value + 1, best - value);

    private IEnumerable<string> Codes() =>
    [
        DmarcCodes[Dmarc],
        HasDmarc && Subdomains < 2 ? Subdomains == 0 ? "DMARC-SUBDOMAINS-OPEN" : "DMARC-SUBDOMAINS-QUARANTINE" : "",
        HasDmarc && Reports < 2 ? Reports == 0 ? "DMARC-NO-AGGREGATE-REPORTS" : "DMARC-REPORT-ADDRESS-UNAUTHORIZED" : "",
        SpfCodes[Spf],
        HasSpf ? AllCodes[All] : "",
        HasSpf && NearLimit == 0 ? "SPF-LOOKUPS-NEAR-LIMIT" : "",
        HasSpf && Ptr == 0 ? "SPF-PTR" : "",
        DkimCodes[Dkim],
        KeyFlags == 0 ? "DKIM-KEY-FLAGS" : "",
        MxCodes[Mx],
        .. Enumerable.Repeat("HOST-FCRDNS", 2 - Reverse),
        Dangling == 0 ? "DNS-DANGLING-NAME" : "",
        Servers == 0 ? "DNS-SERVERS-DISAGREE" : "",
    ];
}
