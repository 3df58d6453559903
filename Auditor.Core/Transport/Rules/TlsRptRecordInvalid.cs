using Auditor.Core.Findings;

namespace Auditor.Core.Transport.Rules;

/// <summary>The record at _smtp._tls does not follow the grammar: nobody sends reports.</summary>
public sealed class TlsRptRecordInvalid : IRule<TlsRptRecord>
{
    public RuleInfo Info { get; } = new("TLS-RPT-RECORD", Severity.Error, "The TLS-RPT record cannot be used", "RFC 8460 3");

    public IEnumerable<Finding> Check(TlsRptRecord facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var problem in facts.Problems.Where(p => p.IsError))
        {
            yield return Info.FoundInText(problem.Message, "Publish one record of the form 'v=TLSRPTv1; rua=mailto:tls-reports@example.com'.") with { Subject = problem.Code };
        }
    }
}
