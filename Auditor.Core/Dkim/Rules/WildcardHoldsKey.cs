using Auditor.Core.Findings;

namespace Auditor.Core.Dkim.Rules;

/// <summary>Every selector whatever has a key, by a wildcard: none can be withdrawn. A wildcard that revokes all (<c>p=</c>) is sound.</summary>
public sealed class WildcardHoldsKey : IRule<DkimFacts>
{
    public RuleInfo Info { get; } = new("DKIM-WILDCARD", Severity.Warning, "Every DKIM selector is answered with a key", "RFC 6376 3.6.2.1");

    public IEnumerable<Finding> Check(DkimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.HasWildcardKey)
        {
            yield return Info.Found(
                $"A selector that nobody uses, {facts.WildcardOutcome!.Name}, has a key: a wildcard answers for all of them, so that no selector can be told from another or withdrawn.",
                "Publish each key at its own selector, and take the wildcard away.",
                facts.WildcardOutcome);
        }
    }
}
