using System.Collections.Immutable;
using Auditor.Core.Dmarc.Rules;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc;

/// <summary>The checks of DMARC.</summary>
public static class DmarcRules
{
    /// <summary>Every rule, in the order of docs/findings.md.</summary>
    public static ImmutableArray<IRule<DmarcFacts>> All { get; } =
    [
        new NoRecordPublished(),
        new RecordUnusable(),
        new OwnRecordIgnored(),
        new RecordMisplaced(),
        new PolicyIsNone(),
        new PolicyIsQuarantine(),
        new SubdomainsOpen(),
        new SubdomainsQuarantined(),
        new SubdomainTagIgnored(),
        new PublicSuffixClaimed(),
        new NoAggregateReports(),
        new ReportAddressUnauthorized(),
        new ReportOverrideElsewhere(),
        new ReportAddressTakesNoMail(),
        new ReportAddressInvalid(),
        new InvalidTagValue(),
        new UnknownTagPresent(),
        new RemovedTagPresent(),
        new FailureOptionsWithoutAddress(),
        new OlderReceiversDiffer(),
    ];
}
