using Auditor.Core.Dmarc;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing.Rules;

/// <summary>The policy is reject, and without DKIM only SPF can pass, which every forwarder breaks.</summary>
public sealed class RejectRestsOnSpfAlone : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("DMARC-REJECT-ON-SPF-ALONE", Severity.Error, "The policy is reject while only SPF can pass", "RFC 9989 7.4, 8");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Dmarc: { AppliedPolicy: AssessmentPolicy.Reject } dmarc, Spf: { Status: RecordStatus.Found } spf }
            && !facts.Purpose.SendsNothing() && facts.CertainlyHasNoDkim)
        {
            yield return Info.Found(
                $"{facts.Domain} asks for reject and has no DKIM key that works. SPF fails as soon as a message is forwarded, so such mail is lost.",
                "Sign with DKIM before the policy is reject.",
                new[] { spf.Lookup, dmarc.RecordOutcome }.OfType<Auditor.Core.Dns.DnsOutcome>());
        }
    }
}
