using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>The domain is protected and its subdomains are not, so a forger takes one of those.</summary>
public sealed class SubdomainsOpen : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-SUBDOMAINS-OPEN", Severity.Warning, "Subdomains are left without protection", "RFC 9989 4.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var open = SubdomainPolicy.WeakTags(facts, AssessmentPolicy.None);
        if (open.Count > 0)
        {
            yield return Info.Found(
                $"{facts.RecordName()} protects {facts.DomainWords()} with {facts.AppliedPolicy!.Value.ToWord()}, but {string.Join(" and ", open)} of it asks receivers to do nothing for subdomains.",
                "Remove the weaker tag, or set it to the policy of the domain.", facts.RecordEvidence())
                with
            { Publish = facts.Republish(("sp", null), ("np", null)) };
        }
    }
}
