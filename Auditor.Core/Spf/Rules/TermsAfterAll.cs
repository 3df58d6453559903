using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>Mechanisms behind <c>all</c> are never tested; their owner thinks that they are.</summary>
public sealed class TermsAfterAll : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-TERMS-AFTER-ALL", Severity.Warning, "Terms behind 'all' are ignored", "RFC 7208 5.1");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var ignored = facts.Parsed?.IgnoredMechanisms.ToList() ?? [];
        if (ignored.Count > 0 && facts.Status != RecordStatus.Multiple)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, {string.Join(", ", ignored.Select(t => t.Source.Text))} stand behind '{facts.Parsed!.All!.Source.Text}' and are never tested.",
                "Move what really sends in front of 'all', and delete the rest. The record shown changes nothing for receivers.",
                facts.Lookup)
                with
            { Publish = RecordEdit.Without(facts, t => ignored.Any(i => ReferenceEquals(i, t))) };
        }
    }
}
