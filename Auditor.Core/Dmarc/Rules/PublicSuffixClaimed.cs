using Auditor.Core.Dns.PublicSuffix;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>
/// <c>psd=y</c> is for registries. Below any other domain it makes every subdomain an organization of its own, so that mail of
/// subdomains is no longer aligned with the domain. A warning, since the public suffix list may lack a registry.
/// </summary>
public sealed class PublicSuffixClaimed : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-PSD-CLAIMED", Severity.Warning, "The domain declares itself a public suffix", "RFC 9989 4.7, 5.2");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { PolicyApplies: true, IsOwnRecord: true, Record.Psd: PsdFlag.Yes, Domain.IsRoot: false }
            && PublicSuffixList.Default.RegistrableDomain(facts.Domain) is not null)
        {
            yield return Info.Found(
                $"{facts.RecordName()} has psd=y, and {facts.DomainWords()} is no public suffix. Each name directly below it counts as an organization of its own: SPF and DKIM of the domain are not aligned with authors at its subdomains, nor the other way round.",
                "Remove psd. To make the domain its own organizational domain, write psd=n.", facts.RecordEvidence())
                with
            { Publish = facts.Republish(("psd", null)) };
        }
    }
}
