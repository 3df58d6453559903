using Auditor.Core.Dmarc;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing.Rules;

/// <summary>
/// The policy that applies is weaker than it was: somebody took a step back, or a record was lost. No RFC forbids it; a warning, because
/// from that hour on more forged mail is delivered, and most such steps are accidents.
/// </summary>
public sealed class PolicyWeakened : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("DMARC-POLICY-WEAKENED", Severity.Warning, "The DMARC policy is weaker than it was", "RFC 9989 4.7 (practice)");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { EarlierStage: { } earlier, Dmarc: { Stage: not PolicyStage.Unknown } dmarc } && dmarc.Stage < earlier)
        {
            yield return Info.Found(
                $"{facts.Domain} was at '{earlier.ToWord()}' and is at '{dmarc.Stage.ToWord()}' now.",
                "If that was not meant, publish the earlier policy again; the history shows the record that changed.",
                new[] { dmarc.RecordOutcome ?? dmarc.OwnOutcome }.OfType<Auditor.Core.Dns.DnsOutcome>());
        }
    }
}
