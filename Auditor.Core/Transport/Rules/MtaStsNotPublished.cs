using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The domain takes mail and does not use MTA-STS. It is optional: a fact, no defect.</summary>
public sealed class MtaStsNotPublished : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-MISSING", Severity.Info, "MTA-STS is not published", "RFC 8461 1");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { HasMailHost: true, MtaSts: { Status: RecordStatus.None, IsAliasBroken: false } sts })
        {
            yield return Info.Found(
                $"Nothing tells senders to insist on encryption to the mail hosts of {facts.Domain}: whoever stands in between can take it away.",
                "Serve a policy in mode testing, publish the record, read the TLS reports, and enforce when they are clean.",
                new[] { sts.Answer }.OfType<DnsOutcome>());
        }
    }
}
