using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>
/// An own address or the domain is on lists of two operators that receivers commonly follow. An error by house opinion: no RFC is broken, yet mail is being
/// refused right now, and two operators do not err together by chance.
/// </summary>
public sealed class ListedByManyReceivers : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-HEAVY", Severity.Error, "On several blocklists that many receivers follow", "RFC 5782 2.1, house opinion");

    public IEnumerable<Finding> Check(BlocklistFacts facts) => Listings.Hits(facts)
        .Where(p => Listings.AreHeavy(p.Hits))
        .Select(p => Listings.Found(Info, p.Subject, p.Hits, Listings.RemoveFrom(p.Hits)));
}
