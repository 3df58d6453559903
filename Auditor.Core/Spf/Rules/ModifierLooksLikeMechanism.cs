using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary><c>include=</c>, <c>ip4=</c> and the like are unknown modifiers by the grammar, so receivers ignore them without a word.</summary>
public sealed class ModifierLooksLikeMechanism : IRule<SpfFacts>
{
    private static readonly string[] Names = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists", "ip", "ipv4", "ipv6", "v"];

    public RuleInfo Info { get; } = new("SPF-UNKNOWN-MODIFIER", Severity.Warning, "A mechanism is written with '=' and ignored", "RFC 7208 6");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var mistaken = (facts.Parsed?.Terms ?? []).OfType<UnknownModifier>().Where(m => Names.Contains(m.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        if (mistaken.Count > 0)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, {string.Join(", ", mistaken.Select(m => m.Source.Text))} have no effect: with '=' they are unknown modifiers, which are ignored.",
                "Write a colon: 'include:example.com', 'ip4:192.0.2.1'. 'v=spf1' stands in a record once.",
                facts.Lookup);
        }
    }
}
