using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>
/// The policy that remains is quarantine. For domains of people that is full protection (RFC 9989 7.4 advises them against reject);
/// for machines and parked names reject is, and the score says so.
/// </summary>
public sealed class PolicyIsQuarantine : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-POLICY-QUARANTINE", Severity.Info, "The DMARC policy is quarantine", "RFC 9989 4.7, 7.4");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.AppliedPolicy != AssessmentPolicy.Quarantine)
        {
            yield break;
        }

        var detail = facts.TestMode
            ? $"{facts.RecordName()} says {facts.PolicyTag}=reject with t=y, which receivers apply as quarantine."
            : $"The policy that applies to {facts.DomainWords()} ({facts.PolicyTag} of {facts.RecordName()}) is quarantine.";
        var finding = Info.Found(detail,
            "Where no person writes from the domain, go on to reject once the reports are clean. Where people write to mailing lists, quarantine is the place to stay.",
            facts.RecordEvidence());
        yield return facts.IsOwnRecord ? finding with { Publish = facts.Republish(("p", "reject"), ("t", null)) } : finding;
    }
}
