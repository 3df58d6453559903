using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A range wider than /8 (IPv4) or /32 (IPv6) is no organisation's own network: nearly everyone passes. An error by house opinion, as <c>+all</c> is.</summary>
public sealed class RangeNearlyEveryone : IRule<SpfFacts>
{
    // A /8 is the largest block that registries gave to one organisation, a /32 the usual allocation of a whole IPv6 provider.
    internal const int Ip4Prefix = 8;
    internal const int Ip6Prefix = 32;

    public RuleInfo Info { get; } = new("SPF-WIDE-RANGE", Severity.Error, "An address range lets nearly everyone pass", "RFC 7208 5.6, 11");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var wide = (facts.Tree?.PassingTerms() ?? []).Where(p => AddressWidth.IsWiderThan(p.Term, Ip4Prefix, Ip6Prefix)).Select(p => p.Path).ToList();
        if (wide.Count > 0)
        {
            yield return Info.Found(
                $"In the record of {facts.Domain}, ranges wider than /{Ip4Prefix} (IPv4) or /{Ip6Prefix} (IPv6) pass: {string.Join(", ", wide)}.",
                "Write the networks that really send, or the single addresses.",
                facts.Lookup);
        }
    }
}
