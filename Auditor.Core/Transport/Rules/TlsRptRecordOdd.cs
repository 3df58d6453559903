using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The record works, and holds something that its owner hardly meant.</summary>
public sealed class TlsRptRecordOdd : IRule<TlsRptRecord>
{
    public RuleInfo Info { get; } = new("TLS-RPT-RECORD-NOTE", Severity.Info, "The TLS-RPT record is unusual", "RFC 8460 3");

    public IEnumerable<Finding> Check(TlsRptRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => !p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Reports are sent; tidy it up when you change the record.") with { Subject = problem.Code };
        }
    }
}
