using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The policy is enforced, and senders must not deliver to a mail host that it does not list.</summary>
public sealed class MailHostRefused : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-MX-REFUSED", Severity.Error, "The MTA-STS policy shuts out a mail host", "RFC 8461 4.1, 5");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts.Policy is { Mode: "enforce" })
        {
            foreach (var host in facts.UnlistedHosts)
            {
                yield return Info.FoundInText(
                    $"No 'mx:' line fits {host}: senders that follow the policy do not deliver to it.",
                    $"Add 'mx: {host}' to the policy and change the record's id, or take the host out of the MX records.") with
                {
                    Subject = host.Value,
                    Evidence = [Evidence.From(facts.Mx), HttpsEvidence.WithBody(facts.MtaSts.PolicyAnswer!)],
                };
            }
        }
    }
}
