using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;

namespace Auditor.Core.Auditing.Rules;

/// <summary>The DMARC policy permits a logo beside the domain's mail, and none is published. It is optional: a fact, no defect.</summary>
public sealed class BimiNotPublished : IRule<DomainFacts>
{
    public RuleInfo Info { get; } = new("BIMI-MISSING", Severity.Info, "No logo is published", "draft-brand-indicators-for-message-identification 1");

    public IEnumerable<Finding> Check(DomainFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { Bimi: { Status: RecordStatus.None } bimi, Dmarc.Status: RecordStatus.Found } && facts.BimiObstacle is null && !facts.Purpose.SendsNothing())
        {
            yield return Info.Found(
                $"The DMARC policy of {facts.Domain} is strict enough for BIMI, and there is no record.",
                "If you want your logo in mailboxes: draw it as SVG Tiny PS, get a mark certificate, and publish a BIMI record.",
                new[] { bimi.RecordAnswer }.OfType<DnsOutcome>());
        }
    }
}
