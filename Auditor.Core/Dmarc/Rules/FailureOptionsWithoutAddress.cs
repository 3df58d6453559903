using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary><c>fo</c> says when failure reports are wanted, but <c>ruf</c> does not say where.</summary>
public sealed class FailureOptionsWithoutAddress : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-FO-WITHOUT-RUF", Severity.Info, "'fo' without 'ruf' does nothing", "RFC 9989 4.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is { PolicyApplies: true, Record: { } record } && record.Problems.Any(p => p.Kind == DmarcProblemKind.FoWithoutRuf))
        {
            yield return Info.Found($"{facts.RecordName()} has 'fo', which is ignored because there is no 'ruf'.", "Remove 'fo'.", facts.RecordEvidence())
                with
            { Publish = facts.Republish(("fo", null)) };
        }
    }
}
