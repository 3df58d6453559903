using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>Lists of whole networks, of new domains and the like hold the subject. Receivers do not refuse mail for it.</summary>
public sealed class ListedForInformation : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-INFORMATIONAL", Severity.Info, "On an informational list", "RFC 5782 2.1");

    public IEnumerable<Finding> Check(BlocklistFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Subjects
            .Select(s => (Subject: s, Listed: (ImmutableArray<BlocklistAnswer>)[.. facts.Of(s).Where(a => a.IsListedAs(BlocklistType.Info))]))
            .Where(p => !p.Listed.IsEmpty)
            .Select(p => Listings.Found(Info, p.Subject, p.Listed, "Nothing to do: such entries are about neighbours, networks or age, and receivers do not act on them alone."));
    }
}
