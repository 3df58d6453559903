using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Mode testing lets the mail through, and every such delivery is reported as a failure.</summary>
public sealed class MailHostUnlisted : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-MX-UNLISTED", Severity.Warning, "The MTA-STS policy does not list a mail host", "RFC 8461 4.1");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts.Policy is { Mode: "testing" })
        {
            foreach (var host in facts.UnlistedHosts)
            {
                yield return Info.FoundInText(
                    $"No 'mx:' line fits {host}. In mode enforce, senders would not deliver to it.",
                    $"Add 'mx: {host}' to the policy and change the record's id, or take the host out of the MX records.") with
                {
                    Subject = host.Value,
                    Evidence = [Evidence.From(facts.Mx), HttpsEvidence.WithBody(facts.MtaSts.PolicyAnswer!)],
                };
            }
        }
    }
}
