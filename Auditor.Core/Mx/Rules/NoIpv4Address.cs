using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>Mail exchangers can be reached over IPv6 only, which many senders do not have.</summary>
public sealed class NoIpv4Address : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-IPV6-ONLY", Severity.Advice, "The mail exchangers have IPv6 addresses only", "RFC 5321 5.2 (practice)");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.AcceptsMail == true && facts.Status == MxStatus.Found
            && !facts.Exchangers.Any(e => e.HasIpv4 || e.A is { IsUnknown: true }))
        {
            yield return Info.Found(
                $"No MX target of {facts.Domain} has an IPv4 address. Senders without IPv6 cannot deliver.",
                "Give at least one mail exchanger an A record.",
                facts.Exchangers.SelectMany(e => e.Answers));
        }
    }
}
