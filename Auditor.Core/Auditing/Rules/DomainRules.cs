using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>The checks that need the facts of several protocols.</summary>
public static class DomainRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<DomainFacts>> All { get; } =
    [
        new NothingCanAlign(),
        new RejectRestsOnSpfAlone(),
        new PolicyWeakened(),
        new DmarcRecordIsWildcard(),
        new NullMxDomainSends(),
        new SilentDomainSoftFails(),
        new SilentDomainAuthorizesSenders(),
        new ParkedDomainTakesMail(),
        new GreetingDiffersFromReverseName(),
        new BimiNeedsPolicy(),
        new BimiNotPublished(),
        new NameIsDangling(),
        new LookupFailed(),
    ];
}
