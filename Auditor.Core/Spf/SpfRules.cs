using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Spf.Rules;

namespace Auditor.Core.Spf;

/// <summary>Every check of SPF.</summary>
public static class SpfRules
{
    /// <summary>The rules, gravest first.</summary>
    public static ImmutableArray<IRule<SpfFacts>> All { get; } =
    [
        new RecordMissing(),
        new RecordNotRecognised(),
        new SeveralRecords(),
        new SyntaxError(),
        new StringsGlued(),
        new LookupLimitExceeded(),
        new VoidLookupLimitExceeded(),
        new IncludedRecordMissing(),
        new IncludedRecordsSeveral(),
        new MxHostLimitExceeded(),
        new VoidsForOneFamily(),
        new IncludeLoop(),
        new PassAll(),
        new RangeNearlyEveryone(),
        new NeutralAll(),
        new ModifierLooksLikeMechanism(),
        new TargetNoHostName(),
        new TermsAfterAll(),
        new RedirectBesideAll(),
        new PtrMechanismUsed(),
        new ValidatedNameMacroUsed(),
        new LookupsNearLimit(),
        new SumNearlyEveryone(),
        new BroadRange(),
        new DuplicateTerm(),
        new PrivateRange(),
        new ExplanationUnusable(),
        new RecordLarge(),
        new TargetNeedsMessage(),
        new TypeSpfRecordPresent(),
        new SenderIdRecord(),
    ];
}
