using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Spf.Rules;

/// <summary>
/// A receiver asks for the addresses of the client's family only. Hosts that have the other one alone are void lookups then: the third
/// ends the check in permerror before the terms behind it are looked at. Told only where a client of that family is let in by one of those.
/// </summary>
public sealed class VoidsForOneFamily : IRule<SpfFacts>
{
    public RuleInfo Info { get; } = new("SPF-VOID-ONE-FAMILY", Severity.Warning, "For clients of one address family, more than two lookups find nothing", "RFC 7208 4.6.4, 5");

    public IEnumerable<Finding> Check(SpfFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Tree is null || facts.PermError)
        {
            yield break;
        }

        var terms = InOrder(facts.Tree).ToList();
        if (terms.Count(t => t.IsVoid || t.Term is AMechanism) <= SpfLimits.VoidLookups)
        {
            yield break;
        }

        foreach (var (family, type) in new[] { ("IPv6", DnsRecordType.Aaaa), ("IPv4", DnsRecordType.A) })
        {
            var voids = terms.Where(t => IsVoid(t, type)).ToList();
            if (voids.Count > SpfLimits.VoidLookups && terms.SkipWhile(t => !ReferenceEquals(t, voids[SpfLimits.VoidLookups])).Any(t => LetsIn(t, type)))
            {
                yield return Info.Found(
                    $"For {family} clients, {voids.Count} lookups of {facts.Domain} find nothing, {SpfLimits.VoidLookups} are allowed: {string.Join(", ", voids.Select(Describe))}. {family} clients that the terms behind let in get a permerror first.",
                    $"Replace 'a' terms of hosts without an {family} address by ip4 or ip6 terms, or move them to the end of the record.",
                    voids.SelectMany(v => v.Outcomes.Where(o => o.IsVoid)))
                    with
                { Subject = family };
            }
        }
    }

    // The terms that are evaluated themselves; an include or a redirect stands for what is below it.
    private static IEnumerable<SpfTreeTerm> InOrder(SpfLookupTree tree) =>
        tree.Terms.Where(t => !t.IsIgnored).SelectMany(t => t.Tree is { Parsed: not null } below ? InOrder(below) : [t]);

    private static bool IsVoid(SpfTreeTerm term, DnsRecordType type) =>
        term.IsVoid || (term.Term is AMechanism && term.Outcomes.Any(o => o.Type == type && o.IsVoid));

    private static bool LetsIn(SpfTreeTerm term, DnsRecordType type) =>
        term.Addresses is { } count && (type == DnsRecordType.A ? count.Ip4 > 0 : count.Ip6Networks > 0);

    private static string Describe(SpfTreeTerm term) => term.Outcomes.IsEmpty ? term.Text : $"{term.Text} ({term.Outcomes[0].Name})";
}
