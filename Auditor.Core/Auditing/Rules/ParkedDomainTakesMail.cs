using Auditor.Core.Findings;
using Auditor.Core.Mx;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing.Rules;

/// <summary>A parked domain does not say that it takes no mail, so senders go on trying.</summary>
public sealed class ParkedDomainTakesMail : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("PARKED-NO-NULL-MX", Severity.Advice, "A parked domain has no null MX", "RFC 7505 1 (M3AAWG: parked domains)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Purpose: DomainPurpose.Parked, Mx: { Status: MxStatus.None or MxStatus.Found } mx })
        {
            yield return Info.Found(
                mx.Status == MxStatus.None
                    ? $"{facts.Domain} has no MX record, so senders try its own address or keep mail in their queues."
                    : $"{facts.Domain} is set as parked and has MX records.",
                "Publish a null MX: mail to the domain is then refused at once.",
                mx.Answer)
                with
            { Publish = new RecordToPublish(facts.Domain.ToString(), "MX", "0 .") };
        }
    }
}
