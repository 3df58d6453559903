using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>Nine or ten lookups: the next service, or a change at an included one, breaks the record.</summary>
public sealed class LookupsNearLimit : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-LOOKUPS-NEAR-LIMIT", Severity.Advice, "Nine or ten DNS lookups", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Lookups is SpfLimits.Lookups - 1 or SpfLimits.Lookups)
        {
            var heaviest = facts.Tree!.Terms.Where(t => t.Lookups > 1).OrderByDescending(t => t.Lookups).Take(3).Select(t => $"{t.Text} ({t.Lookups})").ToList();
            yield return Info.Found(
                $"The record of {facts.Domain} needs {facts.Lookups} of {SpfLimits.Lookups} lookups.",
                "Take out what no longer sends before the limit is met." + (heaviest.Count > 0 ? $" The heaviest terms are {string.Join(", ", heaviest)}." : string.Empty),
                facts.Lookup);
        }
    }
}
