using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>A range of the owner's own record that is larger than most networks. Practice, no RFC forbids it.</summary>
public sealed class BroadRange : IRule<SpfFacts>
{
    // 65,536 IPv4 addresses; the IPv6 size of one site (RFC 6177).
    private const int Ip4Prefix = 16;
    private const int Ip6Prefix = 48;

    public RuleInfo Info { get; } = new("SPF-BROAD-RANGE", Severity.Advice, "An address range is broad", "RFC 7208 5.6, 11 (practice)");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var broad = (facts.Tree?.Owned() ?? [])
            .SelectMany(r => r.Terms)
            .Where(t => !t.IsIgnored && t.Term is Mechanism { Qualifier: Qualifier.Pass }
                && AddressWidth.IsWiderThan(t.Term, Ip4Prefix, Ip6Prefix)
                && !AddressWidth.IsWiderThan(t.Term, RangeNearlyEveryone.Ip4Prefix, RangeNearlyEveryone.Ip6Prefix))
            .Select(t => t.Text)
            .ToList();
        if (broad.Count > 0)
        {
            yield return Info.Found(
                $"The record of {facts.Domain} lets large networks pass: {string.Join(", ", broad)}.",
                "Every host in the range can send as the domain. Narrow it to what sends.",
                facts.Lookup);
        }
    }
}
