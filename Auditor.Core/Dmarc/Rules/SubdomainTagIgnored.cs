using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>sp and np count only in the record of the organizational domain.</summary>
public sealed class SubdomainTagIgnored : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-SUBDOMAIN-TAG-IGNORED", Severity.Info, "sp or np stands where it is ignored", "RFC 9989 4.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { PolicyApplies: true, IsOwnRecord: true, Record: { } record, OrganizationalDomain: { } organizational }
            && organizational != facts.Domain && (record.HasTag("sp") || record.HasTag("np")))
        {
            yield return Info.Found(
                $"{facts.RecordName()} has sp or np, but the organizational domain of {facts.DomainWords()} is {organizational}, whose record decides for names below.",
                "Remove the tags here, or declare the domain its own organizational domain with psd=n.", facts.RecordEvidence())
                with
            { Publish = facts.Republish(("sp", null), ("np", null)) };
        }
    }
}
