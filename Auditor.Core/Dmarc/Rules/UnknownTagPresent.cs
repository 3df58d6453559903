using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc.Rules;

/// <summary>A tag that no specification defines is ignored; often it is a misspelt one.</summary>
public sealed class UnknownTagPresent : IRule<DmarcFacts>
{
    public RuleInfo Info { get; } = new("DMARC-UNKNOWN-TAG", Severity.Advice, "The record has an unknown tag", "RFC 9989 4.7");

    public IEnumerable<Finding> Check(DmarcFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts is not { PolicyApplies: true, Record: { } record })
        {
            yield break;
        }

        var tags = record.Problems.Where(p => p.Kind == DmarcProblemKind.UnknownTag).Select(p => p.Tag).ToList();
        if (tags.Count > 0)
        {
            yield return Info.Found($"{facts.RecordName()} has tags that receivers ignore: {string.Join(", ", tags)}.",
                "Check the spelling, or remove them.", facts.RecordEvidence())
                with
            { Publish = facts.Republish() };
        }
    }
}
