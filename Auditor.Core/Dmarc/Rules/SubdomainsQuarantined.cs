using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>The domain rejects and its subdomains only quarantine: a matter for names from which no mail comes.</summary>
public sealed class SubdomainsQuarantined : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-SUBDOMAINS-QUARANTINE", Severity.Info, "Subdomains have a weaker policy than the domain", "RFC 9989 4.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var weaker = SubdomainPolicy.WeakTags(facts, AssessmentPolicy.Quarantine);
        if (weaker.Count > 0 && facts.AppliedPolicy == AssessmentPolicy.Reject)
        {
            yield return Info.Found(
                $"{facts.RecordName()} rejects for {facts.DomainWords()}, and quarantines for subdomains ({string.Join(" and ", weaker)}).",
                "Remove the weaker tag where no subdomain sends mail of people.", facts.RecordEvidence())
                with
            { Publish = facts.Republish(("sp", null), ("np", null)) };
        }
    }
}
