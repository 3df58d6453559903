using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport.Rules;

namespace Auditor.Core.Transport;

/// <summary>The checks of DANE.</summary>
public static class DaneRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<DaneFacts>> All { get; } =
        [new DaneRecordInvalid(), new DanePkixUsage(), new DaneHasNoUsableRecord(), new DaneIsNotSecure(), new DaneCoversSomeHosts()];
}
