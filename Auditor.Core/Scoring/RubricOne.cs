using System.Collections.Immutable;
using static Auditor.Core.Scoring.DomainPurpose;

namespace Auditor.Core.Scoring;

/// <summary>
/// Rubric 1: full points by category and the price of each defect. A stored score says under which rubric it was made;
/// any change of a figure or a code here is a new rubric.
/// </summary>
internal static class RubricOne
{
    private static readonly ImmutableArray<string> NoDmarc = ["DMARC-MISSING", "DMARC-MULTIPLE", "DMARC-UNUSABLE"];
    private static readonly ImmutableArray<string> SeveralSpf = ["SPF-MULTIPLE"];

    private static readonly ImmutableArray<string> SpfPermError =
        ["SPF-SYNTAX", "SPF-LOOKUP-LIMIT", "SPF-VOID-LIMIT", "SPF-INCLUDE-NO-RECORD", "SPF-INCLUDE-MULTIPLE", "SPF-MX-HOST-LIMIT", "SPF-LOOP"];

    // Beside these the record's "all" is never reached, so how it ends cannot cost again.
    private static readonly ImmutableArray<string> NoVerdict = [.. SeveralSpf, .. SpfPermError];

    private static readonly ImmutableArray<string> DkimBroken = ["DKIM-BROKEN"];
    private static readonly ImmutableArray<string> MxUnreachable = ["MX-UNREACHABLE"];

    private static readonly ImmutableArray<string> NoMtaSts =
        ["MTA-STS-MISSING", "MTA-STS-ALIAS", "MTA-STS-RECORD", "MTA-STS-POLICY-FETCH", "MTA-STS-POLICY", "MTA-STS-MX-REFUSED"];

    private static readonly ImmutableArray<ScoreCategory> Five = [ScoreCategory.Dmarc, ScoreCategory.Spf, ScoreCategory.Dkim, ScoreCategory.Hosts, ScoreCategory.Dns];

    /// <summary>The categories in the order shown: five, and with the strict rubric <see cref="ScoreCategory.Standards"/>.</summary>
    public static ImmutableArray<ScoreCategory> Categories(bool isStrict) => isStrict ? [.. Five, ScoreCategory.Standards] : Five;

    /// <summary>Points that a category has.</summary>
    public static int FullPoints(ScoreCategory category) => category switch
    {
        ScoreCategory.Dmarc => 38,
        ScoreCategory.Spf => 24,
        ScoreCategory.Dkim => 20,
        ScoreCategory.Hosts => 12,
        ScoreCategory.Dns => 6,
        ScoreCategory.Standards => 10,
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "No such category."),
    };

    /// <summary>True for a defect whose end leaves the domain with a usable DKIM key.</summary>
    public static bool MakesDkimWork(string code) => DkimBroken.Contains(code);

    /// <summary>The defects, by category.</summary>
    public static ImmutableArray<Charge> Charges { get; } =
    [
        new(ScoreCategory.Dmarc, 38, "DMARC-MISSING") { Cap = 49 },
        new(ScoreCategory.Dmarc, 36, "DMARC-MULTIPLE", "DMARC-UNUSABLE") { Cap = 49, AbsorbedBy = ["DMARC-MISSING"] },
        new(ScoreCategory.Dmarc, 20, "DMARC-POLICY-NONE") { Cap = 79, AbsorbedBy = NoDmarc },
        new(ScoreCategory.Dmarc, 4, "DMARC-POLICY-QUARANTINE") { OnlyFor = [Machine, ReceiveOnly, Parked], AbsorbedBy = [.. NoDmarc, "DMARC-POLICY-NONE"] },
        new(ScoreCategory.Dmarc, 4, "DMARC-SUBDOMAINS-OPEN") { AbsorbedBy = [.. NoDmarc, "DMARC-POLICY-NONE"] },
        new(ScoreCategory.Dmarc, 1, "DMARC-SUBDOMAINS-QUARANTINE")
        {
            OnlyFor = [Machine, ReceiveOnly, Parked],
            AbsorbedBy = [.. NoDmarc, "DMARC-POLICY-NONE", "DMARC-POLICY-QUARANTINE", "DMARC-SUBDOMAINS-OPEN"],
        },
        new(ScoreCategory.Dmarc, 6, "DMARC-NO-AGGREGATE-REPORTS") { AbsorbedBy = NoDmarc },
        new(ScoreCategory.Dmarc, 4, "DMARC-REPORT-ADDRESS-UNAUTHORIZED") { AbsorbedBy = NoDmarc },

        new(ScoreCategory.Spf, 24, "SPF-MISSING") { Cap = 59, CapWithDkim = 69 },
        new(ScoreCategory.Spf, 20, SeveralSpf) { Cap = 59, CapWithDkim = 69 },
        new(ScoreCategory.Spf, 16, SpfPermError) { Cap = 59, CapWithDkim = 69, AbsorbedBy = SeveralSpf },
        new(ScoreCategory.Spf, 12, "SPF-PASS-ALL", "SPF-WIDE-RANGE") { Cap = 29, LighterPoints = 4, LighterBeside = NoVerdict },
        new(ScoreCategory.Spf, 6, "SPF-NEUTRAL-ALL") { AbsorbedBy = NoVerdict },
        new(ScoreCategory.Spf, 3, "SPF-PARKED-SOFTFAIL", "SPF-PARKED-SENDERS") { OnlyFor = [ReceiveOnly, Parked], AbsorbedBy = NoVerdict },
        new(ScoreCategory.Spf, 2, "SPF-LOOKUPS-NEAR-LIMIT") { AbsorbedBy = NoVerdict },
        new(ScoreCategory.Spf, 2, "SPF-PTR") { AbsorbedBy = SeveralSpf },

        new(ScoreCategory.Dkim, 20, DkimBroken) { Cap = 69 },
        new(ScoreCategory.Dkim, 10, "DKIM-KEY-UNDER-1024") { Cap = 69, AbsorbedBy = DkimBroken },
        new(ScoreCategory.Dkim, 3, "DKIM-KEY-UNDER-2048") { AbsorbedBy = DkimBroken },
        // One selector of several that verifiers cannot use: switched off by its own record, unreadable, or doubled.
        new(ScoreCategory.Dkim, 4, "DKIM-KEY-FLAGS", "DKIM-KEY-INVALID", "DKIM-UNKNOWN-KEY-TYPE", "DKIM-MULTIPLE-RECORDS") { AbsorbedBy = DkimBroken },

        new(ScoreCategory.Hosts, 6, MxUnreachable) { Cap = 49 },
        new(ScoreCategory.Hosts, 3, "MX-TARGET-ALIAS", "MX-TARGET-ADDRESS-LITERAL", "MX-NULL-WITH-OTHERS", "PARKED-NO-NULL-MX") { AbsorbedBy = MxUnreachable },
        new(ScoreCategory.Hosts, 3, "HOST-FCRDNS") { PointsWhenAllHosts = 6 },

        new(ScoreCategory.Dns, 3, "DNS-DANGLING-NAME") { Cap = 29 },
        new(ScoreCategory.Dns, 3, "DNS-SERVERS-DISAGREE"),

        new(ScoreCategory.Standards, 3, NoMtaSts),
        new(ScoreCategory.Standards, 1, "MTA-STS-TESTING", "MTA-STS-NONE") { AbsorbedBy = NoMtaSts },
        new(ScoreCategory.Standards, 2, "TLS-RPT-MISSING", "TLS-RPT-ALIAS", "TLS-RPT-RECORD"),
        new(ScoreCategory.Standards, 2, "DNSSEC-ABSENT", "DNSSEC-BOGUS"),
        new(ScoreCategory.Standards, 1, "DANE-RECORD-INVALID", "DANE-NO-USABLE-RECORD", "DANE-NOT-SECURE", "DANE-PARTIAL"),
        new(ScoreCategory.Standards, 1, "BIMI-MISSING", "BIMI-RECORD", "BIMI-ALIAS", "BIMI-LOGO-FETCH", "BIMI-LOGO", "BIMI-CERTIFICATE-FETCH", "BIMI-CERTIFICATE", "BIMI-CERTIFICATE-EXPIRED"),
        new(ScoreCategory.Standards, 1, "DMARC-REMOVED-TAG", "SPF-SIZE", "DKIM-SELECTOR-STALE"),
    ];
}
