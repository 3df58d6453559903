using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Which of several records a verifier takes is undefined: signatures pass here and fail there.</summary>
public sealed class SeveralKeyRecords : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-MULTIPLE-RECORDS", Severity.Error, "Several records at one DKIM selector", "RFC 6376 3.6.2.2");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var selector in facts.Selectors.Where(s => s.Status == RecordStatus.Multiple))
        {
            yield return Info.Found(
                $"{selector.Name} has {selector.Outcome.Records.Length} TXT records, and it is undefined which one verifiers take.",
                "Keep the record of the key that the mail server signs with, and delete the others. A long key is one record of several strings, not several records.",
                selector.Outcome)
                with
            { Subject = selector.Selector.Text };
        }
    }
}
