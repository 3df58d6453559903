using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>
/// An own address or the domain is on a blocklist that receivers commonly follow. A warning: a listing is an operational matter, often gone within a day, and
/// one operator may err.
/// </summary>
public sealed class ListedForBehaviour : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-LISTED", Severity.Warning, "On a blocklist", "RFC 5782 2.1, house opinion");

    public IEnumerable<Finding> Check(BlocklistFacts facts) => Listings.Hits(facts)
        .Where(p => !Listings.AreHeavy(p.Hits) && !Listings.AreMinor(p.Hits))
        .Select(p => Listings.Found(Info, p.Subject, p.Hits, Listings.RemoveFrom(p.Hits)));
}
