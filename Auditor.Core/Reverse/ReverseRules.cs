using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Reverse.Rules;

namespace Auditor.Core.Reverse;

/// <summary>The checks of reverse DNS.</summary>
public static class ReverseRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<ReverseFacts>> All { get; } =
        [new ForwardConfirmationMissing(), new ProviderNotForwardConfirmed(), new HostNameLooksGenerated()];
}
