using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The record at _mta-sts does not follow the grammar: senders act as if there were no policy.</summary>
public sealed class MtaStsRecordInvalid : IRule<MtaStsRecord>
{
    public RuleInfo Info { get; } = new("MTA-STS-RECORD", Severity.Error, "The MTA-STS record cannot be used", "RFC 8461 3.1");

    public IEnumerable<Finding> Check(MtaStsRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Publish one record of the form 'v=STSv1; id=20260101T000000'.") with { Subject = problem.Code };
        }
    }
}
