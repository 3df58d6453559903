using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>In mode testing senders report and deliver all the same: nothing is protected yet.</summary>
public sealed class MtaStsOnlyTests : IRule<TransportFacts>
{
    public RuleInfo Info { get; } = new("MTA-STS-TESTING", Severity.Advice, "The MTA-STS policy is only tested", "RFC 8461 5");

    public IEnumerable<Finding> Check(TransportFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.MtaSts is { Policy.Mode: "testing", PolicyAnswer: { } answer })
        {
            yield return Info.FoundInText(
                "Mode testing makes senders report failures, and deliver without protection.",
                "When the TLS reports have been clean for some weeks, set 'mode: enforce' and change the record's id.") with
            { Evidence = [HttpsEvidence.WithBody(answer)] };
        }
    }
}
