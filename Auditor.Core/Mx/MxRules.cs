using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Mx.Rules;

namespace Auditor.Core.Mx;

/// <summary>The checks of MX records.</summary>
public static class MxRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<MxFacts>> All { get; } =
    [
        new NoTargetResolves(),
        new TargetHasNoAddress(),
        new TargetIsAlias(),
        new TargetIsAddressLiteral(),
        new NullMxBesideOthers(),
        new NullMxPreferenceNotZero(),
        new TargetAddressIsPrivate(),
        new NoIpv4Address(),
        new TargetsShareOneAddress(),
        new ImplicitMx(),
        new NoMailHost(),
        new OwnerIsAlias(),
    ];
}
