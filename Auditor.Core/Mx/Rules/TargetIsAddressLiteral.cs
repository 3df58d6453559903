using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>An MX record holds an IP address where only a host name is allowed; senders look it up as a name and find nothing.</summary>
public sealed class TargetIsAddressLiteral : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-TARGET-ADDRESS-LITERAL", Severity.Error, "A mail exchanger is written as an IP address", "RFC 5321 5.1, RFC 1035 3.3.9");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var exchanger in facts.With(ExchangerStatus.AddressLiteral))
        {
            var address = string.Join('.', exchanger.Exchange.Labels.Take(4)).Trim('[', ']');
            yield return Info.Found(
                $"The MX record of {facts.Domain} names {exchanger.Exchange}. The field takes a host name, so senders ask DNS for a host of that name.",
                $"Publish a host name with an A record for {address}, and name that host in the MX record.",
                facts.Answer) with
            { Subject = exchanger.Exchange.Value };
        }
    }
}
