using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Mx.Rules;

/// <summary>A mail exchanger has an address that the Internet cannot reach.</summary>
public sealed class TargetAddressIsPrivate : IRule<MxFacts>
{
    public RuleInfo Info { get; } = new("MX-TARGET-PRIVATE", Severity.Warning, "A mail exchanger has a private address", "RFC 1918 3, RFC 6890 2.2");

    public IEnumerable<Finding> Check(MxFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var exchanger in facts.Exchangers)
        {
            var addresses = exchanger.Addresses.Where(AddressScope.IsPrivate).ToList();
            if (addresses.Count > 0)
            {
                yield return Info.Found(
                    $"The MX target {exchanger.Exchange} resolves to {string.Join(", ", addresses)}, which only hosts of the same network can reach.",
                    "Publish a public address. If this name has another address outside, audit it with a resolver outside.",
                    exchanger.Answers) with
                { Subject = exchanger.Exchange.Value };
            }
        }
    }
}
