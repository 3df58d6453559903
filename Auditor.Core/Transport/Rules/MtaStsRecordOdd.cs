using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The record works, and holds something that its owner hardly meant.</summary>
public sealed class MtaStsRecordOdd : IRule<MtaStsRecord>
{
    public RuleInfo Info { get; } = new("MTA-STS-RECORD-NOTE", Severity.Info, "The MTA-STS record is unusual", "RFC 8461 3.1");

    public IEnumerable<Finding> Check(MtaStsRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => !p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Nothing breaks; tidy it up when you change the record.") with { Subject = problem.Code };
        }
    }
}
