using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The record works, and holds something that limits its use.</summary>
public sealed class BimiRecordOdd : IRule<BimiRecord>
{
    public RuleInfo Info { get; } = new("BIMI-RECORD-NOTE", Severity.Info, "The BIMI record is unusual", "draft-brand-indicators-for-message-identification 4.2");

    public IEnumerable<Finding> Check(BimiRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => !p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Nothing breaks; see whether it is what you mean.") with { Subject = problem.Code };
        }
    }
}
