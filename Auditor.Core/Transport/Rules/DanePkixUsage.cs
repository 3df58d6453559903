using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>PKIX-TA and PKIX-EE SHOULD NOT be published for mail: senders treat them as unusable.</summary>
public sealed class DanePkixUsage : IRule<DaneFacts>
{
    public RuleInfo Info { get; } = new("DANE-PKIX-USAGE", Severity.Warning, "A TLSA record has a usage that mail does not know", "RFC 7672 3.1.3");

    public IEnumerable<Finding> Check(DaneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Hosts.SelectMany(h => h.Records.Where(r => r.Problem is null && r.IsPkix).Take(1).Select(r => Info.Found(
            $"{h.Outcome.Name} has a record of usage {r.Usage} ({(r.Usage == 0 ? "PKIX-TA" : "PKIX-EE")}); senders do not use it.",
            "Publish usage 3 (DANE-EE) as 3 1 1, or usage 2 (DANE-TA) with the authority's key.",
            h.Outcome) with
        { Subject = h.Host.Value }));
    }
}
