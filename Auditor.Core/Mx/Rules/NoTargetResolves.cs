using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>The domain names mail exchangers, and none of them has an address: mail to it bounces.</summary>
public sealed class NoTargetResolves : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-UNREACHABLE", Severity.Error, "No mail exchanger has an address", "RFC 5321 5.1");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Status == MxStatus.Found && facts.AcceptsMail == false)
        {
            var names = string.Join(", ", facts.Exchangers.Select(e => e.Exchange));
            yield return Info.Found(
                $"None of the MX targets of {facts.Domain} ({names}) has an A or AAAA record. Senders do not fall back to the domain's own address while MX records exist.",
                "Give the target host an address record, or point the MX record at a host that has one. A domain that takes no mail publishes a null MX instead.",
                [facts.Answer, .. facts.Exchangers.SelectMany(e => e.Answers)]);
        }
    }
}
