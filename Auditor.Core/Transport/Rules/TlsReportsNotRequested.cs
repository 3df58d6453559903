using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Without reports nobody notices that senders fail to deliver because of the policy.</summary>
public sealed class TlsReportsNotRequested : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-WITHOUT-TLS-RPT", Severity.Advice, "MTA-STS is used without TLS reports", "RFC 8461 1, RFC 8460 1");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { MtaSts.Status: RecordStatus.Found, TlsRpt: { Status: RecordStatus.None, IsAliasBroken: false } tls })
        {
            yield return Info.Found(
                $"Senders that cannot deliver under the policy of {facts.Domain} have nobody to tell.",
                "Publish a TLS-RPT record; reports come daily as mail.",
                new[] { tls.Answer, facts.MtaSts.Answer }.OfType<DnsOutcome>()) with
            { Publish = new RecordToPublish($"_smtp._tls.{facts.Domain}", "TXT", $"v=TLSRPTv1; rua=mailto:tls-reports@{facts.Domain}") };
        }
    }
}
