using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The policy works, and holds something that its owner hardly meant.</summary>
public sealed class MtaStsPolicyOdd : IRule<MtaStsPolicy>
{
    public RuleInfo Info { get; } = new("MTA-STS-POLICY-NOTE", Severity.Info, "The MTA-STS policy is unusual", "RFC 8461 3.2");

    public IEnumerable<Finding> Check(MtaStsPolicy facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => !p.IsError && p.Code != MtaStsPolicyParser.ShortMaxAge))
        {
            yield return Info.FoundInText(problem.Message, "Senders use the policy; tidy it up when you change it, and give it a new id.") with { Subject = problem.Code };
        }
    }
}
