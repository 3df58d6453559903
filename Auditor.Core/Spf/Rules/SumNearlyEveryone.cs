using System.Globalization;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>
/// Many ranges, none of them too wide by itself, let together more addresses pass than a /8 (IPv4) or a /32 (IPv6) has. Practice, no RFC
/// forbids it. A single range or <c>+all</c> that does so is told by its own rule.
/// </summary>
public sealed class SumNearlyEveryone : IRule<SpfFacts>
{
    private const int LargestNamed = 5;
    private const ulong Ip4Limit = 1UL << (32 - RangeNearlyEveryone.Ip4Prefix);
    private static readonly UInt128 Ip6Limit = UInt128.One << (64 - RangeNearlyEveryone.Ip6Prefix);

    public RuleInfo Info { get; } = new("SPF-WIDE-SUM", Severity.Advice, "The ranges together let a large part of the Internet pass", "RFC 7208 11.4 (practice)");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Addresses is not { } sum || (sum.Ip4 <= Ip4Limit && sum.Ip6Networks <= Ip6Limit)
            || facts.PassesAll || facts.Tree!.PassingTerms().Any(p => AddressWidth.IsWiderThan(p.Term, RangeNearlyEveryone.Ip4Prefix, RangeNearlyEveryone.Ip6Prefix)))
        {
            yield break;
        }

        var largest = facts.Tree.Owned().SelectMany(r => r.Terms).Where(t => t.Addresses is not null)
            .OrderByDescending(t => sum.Ip4 > Ip4Limit ? t.Addresses!.Ip4 : t.Addresses!.Ip6Networks).Take(LargestNamed).Select(t => t.Text);
        yield return Info.Found(
            string.Create(CultureInfo.InvariantCulture, $"The record of {facts.Domain} with all that it includes lets {sum.Ip4:N0} IPv4 addresses and {sum.Ip6Networks:N0} IPv6 networks of /64 pass. The largest terms are {string.Join(", ", largest)}."),
            "Every one of these addresses can send as the domain, and DMARC counts it as the domain's own. Take out the services that no longer send, and write the networks that do.",
            facts.Lookup);
    }
}
