using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing;

/// <summary>Says what of an audit can be scored.</summary>
internal static class ScoringInputs
{
    public static ScoringInput From(DomainFacts facts, AuditChecks checks, ImmutableArray<Finding> findings) => new()
    {
        Purpose = facts.Purpose,
        Findings = findings,
        // What DNS failed for never costs: a key that cannot be seen may work, and a host that cannot be asked about may be confirmed.
        HasWorkingDkim = facts.HasWorkingDkim || facts.Unknown.Contains(DomainFacts.DkimPart),
        OwnHosts = facts.Reverse?.Own.Count() ?? 0,
        Assessed = [.. Enum.GetValues<ScoreCategory>().Where(c => IsAssessed(c, facts, checks))],
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
        _ => checks.HasFlag(AuditChecks.Scored) && facts.NamesAreKnown,
    };
}
