using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>
/// An address that sends for the domain is on a policy list, such as Spamhaus PBL: not for what it did, but since its network is not meant to send mail
/// directly. For an address that only receives this says nothing.
/// </summary>
public sealed class SenderOnPolicyList : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-POLICY", Severity.Advice, "A sending address is on a policy list", "RFC 5782 2.1, house opinion");

    public IEnumerable<Finding> Check(BlocklistFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Subjects.Where(s => s.IsSender)
            .Select(s => (Subject: s, Listed: (ImmutableArray<BlocklistAnswer>)[.. facts.Of(s).Where(a => a.IsListedAs(BlocklistType.Policy))]))
            .Where(p => !p.Listed.IsEmpty)
            .Select(p => Listings.Found(
                Info,
                p.Subject,
                p.Listed,
                "Send through your provider's relay or from an address meant for servers; where this one is, give it a reverse name of its own and ask the provider or the list to take it out of the range."));
    }
}
