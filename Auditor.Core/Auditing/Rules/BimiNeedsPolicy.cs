using Auditor.Core.Bimi;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>
/// A logo is offered, and the DMARC policy is too weak for receivers to show it. A warning although the draft says MUST: nothing but
/// the logo is lost, and the policy has findings of its own.
/// </summary>
public sealed class BimiNeedsPolicy : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("BIMI-DMARC-POLICY", Severity.Warning, "The DMARC policy is too weak for BIMI", "draft-brand-indicators-for-message-identification 4.1");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Bimi.OffersLogo: true } && facts.BimiObstacle is { } obstacle)
        {
            yield return Info.Found(
                $"{obstacle} Receivers show no logo for {facts.Domain}.",
                "Bring the DMARC policy to quarantine or reject, for subdomains too.",
                new[] { facts.Dmarc?.RecordOutcome, facts.Bimi.RecordAnswer }.OfType<DnsOutcome>());
        }
    }
}
