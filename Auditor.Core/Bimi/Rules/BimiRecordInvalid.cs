using Auditor.Core.Findings;

namespace Auditor.Core.Bimi.Rules;

/// <summary>The record at default._bimi cannot be used: no logo is shown.</summary>
public sealed class BimiRecordInvalid : IRule<BimiRecord>
{
    public RuleInfo Info { get; } = new("BIMI-RECORD", Severity.Error, "The BIMI record cannot be used", "draft-brand-indicators-for-message-identification 4.2");

    public IEnumerable<Finding> Check(BimiRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Publish one record of the form 'v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/mark.pem'.") with { Subject = problem.Code };
        }
    }
}
