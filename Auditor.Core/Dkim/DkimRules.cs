using System.Collections.Immutable;
using Auditor.Core.Dkim.Rules;
using Auditor.Core.Findings;

namespace Auditor.Core.Dkim;

/// <summary>The checks of DKIM keys.</summary>
public static class DkimRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<DkimFacts>> All { get; } =
    [
        new NoUsableKey(),
        new KeyRecordInvalid(),
        new UnknownKeyType(),
        new SeveralKeyRecords(),
        new DanglingAlias(),
        new SelectorWithoutKey(),
        new RsaKeyTooShort(),
        new RsaKeyBelowRecommended(),
        new RsaKeyVeryLong(),
        new KeyFlagsDisable(),
        new BareRsaKey(),
        new Ed25519Alone(),
        new KeyOnSeveralSelectors(),
        new WildcardHoldsKey(),
        new WildcardHidesSelectors(),
        new SelectorStale(),
        new RecordStyle(),
    ];

    /// <summary>The rules that one selector alone can answer; the others need all selectors of the domain.</summary>
    public static ImmutableArray<IRule<DkimFacts>> OfOneSelector { get; } = [.. All.Where(r => r is not (NoUsableKey or Ed25519Alone or KeyOnSeveralSelectors or WildcardHoldsKey or WildcardHidesSelectors or SelectorStale))];
}
