using Auditor.Core.Dmarc;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing.Rules;

/// <summary>DMARC asks receivers to act, and neither SPF nor DKIM can ever pass: all own mail is quarantined or rejected.</summary>
public sealed class NothingCanAlign : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("DMARC-NOTHING-ALIGNS", Severity.Error, "DMARC is enforced while neither SPF nor DKIM can pass", "RFC 9989 5.1, 5.4");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Dmarc: { AppliedPolicy: AssessmentPolicy.Quarantine or AssessmentPolicy.Reject } dmarc, Spf: { Status: RecordStatus.None } spf }
            && !facts.Purpose.SendsNothing() && facts.CertainlyHasNoDkim)
        {
            yield return Info.Found(
                $"{facts.Domain} has no SPF record and no DKIM key that works, so no mail from it can pass DMARC; receivers are asked to {(dmarc.AppliedPolicy == AssessmentPolicy.Reject ? "reject" : "quarantine")} it.",
                "Sign with DKIM and publish an SPF record for the hosts that send. If the domain sends nothing, publish 'v=spf1 -all'.",
                new[] { spf.Lookup, dmarc.RecordOutcome }.OfType<Auditor.Core.Dns.DnsOutcome>());
        }
    }
}
