using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The domain takes mail and does not use TLS-RPT. It is optional: a fact, no defect.</summary>
public sealed class TlsRptNotPublished : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("TLS-RPT-MISSING", Severity.Info, "TLS reports are not asked for", "RFC 8460 3");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { HasMailHost: true, TlsRpt: { Status: RecordStatus.None, IsAliasBroken: false } tls, MtaSts.Status: not RecordStatus.Found })
        {
            yield return Info.Found(
                $"Nobody reports to {facts.Domain} when encryption on the way to its mail hosts fails.",
                "Publish a TLS-RPT record; it changes nothing about delivery.",
                new[] { tls.Answer }.OfType<DnsOutcome>()) with
            { Publish = new RecordToPublish($"_smtp._tls.{facts.Domain}", "TXT", $"v=TLSRPTv1; rua=mailto:tls-reports@{facts.Domain}") };
        }
    }
}
