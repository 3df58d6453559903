using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>Senders forget the policy soon: whoever blocks the fetch for that long gets rid of it. Weeks are the RFC's own expectation.</summary>
public sealed class MtaStsPolicyShortLived : IRule<MtaStsPolicy>
{
    public RuleInfo Info { get; } = new("MTA-STS-MAX-AGE", Severity.Advice, "The MTA-STS policy is forgotten soon", "RFC 8461 3.2, 10.2");

    public IEnumerable<Finding> Check(MtaStsPolicy facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => p.Code == MtaStsPolicyParser.ShortMaxAge))
        {
            yield return Info.FoundInText(
                $"max_age is {facts.MaxAgeSeconds} seconds. {problem.Message}",
                "Set max_age to some weeks once the policy stands, for example 'max_age: 2419200', and change the record's id.") with
            { Subject = problem.Code };
        }
    }
}
