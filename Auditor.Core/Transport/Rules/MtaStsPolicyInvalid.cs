using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The policy file does not follow the grammar: senders act as if there were no policy.</summary>
public sealed class MtaStsPolicyInvalid : IRule<MtaStsPolicy>
{
    public RuleInfo Info { get; } = new("MTA-STS-POLICY", Severity.Error, "The MTA-STS policy cannot be used", "RFC 8461 3.2");

    public IEnumerable<Finding> Check(MtaStsPolicy facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Serve lines of the form 'key: value': version, mode, mx (one line each) and max_age.") with { Subject = problem.Code };
        }
    }
}
