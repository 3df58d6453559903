using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Mode none is the way to take a policy back.</summary>
public sealed class MtaStsSwitchedOff : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-NONE", Severity.Info, "The MTA-STS policy is switched off", "RFC 8461 8.3");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { Policy: { Mode: "none" } policy, PolicyAnswer: { } answer })
        {
            yield return Info.FoundInText(
                "Mode none tells senders to forget the policy.",
                $"Keep it for as long as the last policy's max_age (this one: {policy.MaxAgeSeconds} seconds), then delete file and record.") with
            { Evidence = [HttpsEvidence.WithBody(answer)] };
        }
    }
}
