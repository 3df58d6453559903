using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>
/// A destination agreed to take the reports and redirects them to another host, where receivers MUST NOT send them, nor to the first.
/// </summary>
public sealed class ReportOverrideElsewhere : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REPORT-OVERRIDE-ELSEWHERE", Severity.Warning, "A report address elsewhere redirects the reports to another host", "RFC 9990 4");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var destination in facts.ExternalDestinations)
        {
            if (destination is { OverrideElsewhere: { } uri, QueryName: { } name, Outcome: { } outcome })
            {
                yield return Info.Found(
                    $"{name} agrees to the reports and names {uri}, which is at another host than {destination.Host}; receivers send reports to neither.",
                    $"Ask the owner of {destination.Host} to publish the record without the address, or with one at {destination.Host}.",
                    [.. facts.RecordEvidence(), outcome])
                    with
                { Subject = destination.Host.Value, Publish = new RecordToPublish(name.Value, "TXT", "v=DMARC1") };
            }
        }
    }
}
