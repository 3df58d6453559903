using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The record announces a policy that the server does not give: senders act as if there were none. The server must show a valid certificate, answer 200, and not redirect.</summary>
public sealed class MtaStsPolicyNotServed : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-POLICY-FETCH", Severity.Error, "The MTA-STS policy cannot be fetched", "RFC 8461 3.3");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { PolicyStatus: PolicyStatus.Unavailable, PolicyAnswer: { } answer })
        {
            yield return Info.FoundInText(
                answer.Failure,
                $"Serve the policy at {answer.Address} itself, with status 200 and a certificate of a public authority for that very host.") with
            {
                Subject = answer.Status.ToWord(),
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
