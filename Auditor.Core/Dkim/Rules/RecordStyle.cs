using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Oddities that verifiers pass over, though not all of them must.</summary>
public sealed class RecordStyle : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-RECORD-STYLE", Severity.Info, "A DKIM key record has oddities", "RFC 6376 3.2, 3.6.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s.Status == RecordStatus.Found))
        {
            var problems = selector.Record!.Problems.Where(p => p.Kind != DkimProblemKind.BareRsaKey).ToList();
            if (problems.Count > 0)
            {
                yield return Info.Found($"{selector.Name}: {string.Join(' ', problems.Select(p => p.Detail))}", "Publish the record without them.", selector.Outcome)
                    with
                { Subject = selector.Selector.Text };
            }
        }
    }
}
