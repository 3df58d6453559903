using Auditor.Core.Findings;

namespace Auditor.Core.Reverse.Rules;

/// <summary>An own sending host has the name that its network gave it. It is confirmed, yet filters take it for an end user's connection.</summary>
public sealed class HostNameLooksGenerated : IRule<ReverseFacts>
{
    public RuleInfo Info { get; } = new("HOST-PTR-GENERIC", Severity.Info, "The reverse name of an own host looks generated", "RFC 8601 3 (practice)");

    public IEnumerable<Finding> Check(ReverseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Own
            .Where(a => a.HasGenericName)
            .Select(a => Info.Found(
                $"{a.Target.Address} is called {string.Join(", ", a.ConfirmedNames)}, which looks made from the address or like a dial-in pool. Filters count such names against a sender.",
                "Ask the network's operator to set the PTR record to the name with which the host says HELO.",
                [a.Ptr]) with
            { Subject = a.Target.Address.ToString() });
    }
}
