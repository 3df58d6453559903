using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>No connection came about, or it took too long. The cause may lie on our side, so the policy is unknown, not missing.</summary>
public sealed class MtaStsPolicyNotReached : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-POLICY-NO-ANSWER", Severity.Info, "The MTA-STS policy could not be looked at", "RFC 8461 3.3");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { PolicyStatus: PolicyStatus.Unknown, PolicyAnswer: { } answer })
        {
            yield return Info.FoundInText(
                $"{answer.Failure} The policy is unknown.",
                $"Audit again later. If it stays, see whether this machine may connect to port 443, and whether {answer.Address} works from elsewhere.") with
            {
                Subject = answer.Status.ToWord(),
                Evidence = [HttpsEvidence.From(answer)],
            };
        }
    }
}
