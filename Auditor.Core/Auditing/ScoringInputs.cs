using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing;

/// <summary>Says what of an audit can be scored.</summary>
internal static class ScoringInputs
{
    public static ScoringInput From(DomainFacts facts, AuditChecks checks, bool isStrict, ImmutableArray<Finding> findings) => new()
    {
        Purpose = facts.Purpose,
        Findings = findings,
        // What DNS failed for never costs: a key that cannot be seen may work, and a host that cannot be asked about may be confirmed.
        HasWorkingDkim = facts.HasWorkingDkim || facts.Unknown.Contains(DomainFacts.DkimPart),
        OwnHosts = facts.Reverse?.Own.Count() ?? 0,
        IsStrict = isStrict,
        Assessed = [.. RubricOne.Categories(isStrict).Where(c => IsAssessed(c, facts, checks))],
    };

    private static bool IsAssessed(ScoreCategory category, DomainFacts facts, AuditChecks checks) => category switch
    {
        ScoreCategory.Dmarc => facts.Dmarc is { Status: not RecordStatus.Unknown },
        ScoreCategory.Spf => facts.Spf is { Status: not RecordStatus.Unknown, IsUnknown: false },
        // Without a known selector nothing can be said, and a domain that sends nothing needs no key.
        ScoreCategory.Dkim => !facts.Purpose.SendsNothing()
            && facts.Dkim is { Discovery: SelectorDiscovery.Known } dkim
            && dkim.InUse.Any(s => s.Status != RecordStatus.Unknown),
        ScoreCategory.Hosts => facts.Mx is { } mx && mx.Status != MxStatus.Unknown && (mx.Status != MxStatus.Found || mx.AcceptsMail is not null),
        // Whether a zone is signed is often not to be told, and then costs nothing.
        ScoreCategory.Standards => facts is { Transport: { } transport, Bimi: { Status: not RecordStatus.Unknown } }
            && transport is { MtaSts.Status: not RecordStatus.Unknown, TlsRpt.Status: not RecordStatus.Unknown },
        _ => checks.HasFlag(AuditChecks.Scored) && facts.NamesAreKnown,
    };
}
