using System.Collections.Immutable;
using Auditor.Core.Bimi.Rules;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>The checks of BIMI records.</summary>
public static class BimiRules
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<IRule<BimiRecord>> All { get; } = [new BimiRecordInvalid(), new BimiRecordOdd()];
}
