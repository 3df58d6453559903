using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>More than ten terms cause DNS queries: a permerror for every message that is not matched before the eleventh.</summary>
public sealed class LookupLimitExceeded : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-LOOKUP-LIMIT", Severity.Error, "More than ten DNS lookups", "RFC 7208 4.6.4");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var cause in facts.CausesOf(SpfPermErrorKind.LookupLimit))
        {
            var heaviest = facts.Tree!.Terms.Where(t => t.Lookups > 0).OrderByDescending(t => t.Lookups).Take(5).Select(t => $"{t.Text} ({t.Lookups})");
            yield return Info.Found(
                facts.LookupsAreMinimum
                    ? $"The record of {facts.Domain} needs at least {facts.Lookups} lookups; {SpfLimits.Lookups} are allowed. The eleventh is {cause.Path}."
                    : $"The record of {facts.Domain} needs {facts.Lookups} lookups; {SpfLimits.Lookups} are allowed. The eleventh is {cause.Path}.",
                $"Take out what no longer sends, and replace 'a' and 'mx' by ip4 and ip6 terms where the addresses are your own. The heaviest terms are {string.Join(", ", heaviest)}; at least {facts.Lookups - SpfLimits.Lookups} of the lookups must go.",
                facts.Lookup);
        }
    }
}
