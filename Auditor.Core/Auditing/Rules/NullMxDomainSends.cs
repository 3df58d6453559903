using Auditor.Core.Findings;
using Auditor.Core.Mx;

namespace Auditor.Core.Auditing.Rules;

/// <summary>The domain takes no mail, yet its SPF lets hosts send as it: replies and bounces have nowhere to go.</summary>
public sealed class NullMxDomainSends : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("MX-NULL-SENDER", Severity.Warning, "A domain with a null MX lets hosts send as it", "RFC 7505 4.2");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Mx: { Status: MxStatus.NullMx } mx, Spf: { Status: RecordStatus.Found, Parsed: not null } spf }
            && !PurposeDetection.AuthorizesNobody(spf))
        {
            yield return Info.Found(
                $"{facts.Domain} publishes a null MX, and its SPF record authorizes senders. Receivers may refuse mail from a domain that takes none.",
                "Publish an MX record for replies and bounces, or 'v=spf1 -all' if the domain sends nothing.",
                [mx.Answer, spf.Lookup]);
        }
    }
}
