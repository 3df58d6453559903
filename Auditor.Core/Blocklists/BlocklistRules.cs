using System.Collections.Immutable;
using Auditor.Core.Blocklists.Rules;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists;

/// <summary>The checks of blocklists.</summary>
public static class BlocklistRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<BlocklistFacts>> All { get; } =
    [
        new ListedByManyReceivers(),
        new ListedForBehaviour(),
        new ListedByMinorLists(),
        new SenderOnPolicyList(),
        new ListedForInformation(),
        new ListsCannotTell(),
    ];
}
