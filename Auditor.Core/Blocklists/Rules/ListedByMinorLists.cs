using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>An own address or the domain is on blocklists that few receivers follow. Advice only: alarm about such lists is noise.</summary>
public sealed class ListedByMinorLists : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-MINOR", Severity.Advice, "On a blocklist that few receivers follow", "RFC 5782 2.1, house opinion");

    public IEnumerable<Finding> Check(BlocklistFacts facts) => Listings.Hits(facts)
        .Where(p => Listings.AreMinor(p.Hits))
        .Select(p => Listings.Found(Info, p.Subject, p.Hits, $"See whether the entry has a cause, and ask for removal when it has not: {Listings.Few(p.Hits.Select(h => h.Zone.Operator).Distinct(StringComparer.Ordinal))}."));
}
