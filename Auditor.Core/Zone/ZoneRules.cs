using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Zone.Rules;

namespace Auditor.Core.Zone;

/// <summary>The checks of the zone.</summary>
public static class ZoneRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<ZoneFacts>> All { get; } =
    [
        new ServersDisagree(),
        new ServerIsLame(),
        new OnlyOneServer(),
        new SignatureIsBogus(),
        new ZoneIsNotSigned(),
        new CaaAbsent(),
        new CaaInvalid(),
        new CaaTagUnknown(),
    ];
}
