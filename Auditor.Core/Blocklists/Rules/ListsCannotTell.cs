using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>Lists refuse this resolver, keep silent, or fail their test points (RFC 5782 5). They say nothing about the domain: neither clean nor listed.</summary>
public sealed class ListsCannotTell : IRule<BlocklistFacts>
{
    public RuleInfo Info { get; } = new("BLOCKLIST-UNUSABLE", Severity.Info, "Blocklists that could not be asked", "RFC 5782 5, RFC 6471 3.4");

    public IEnumerable<Finding> Check(BlocklistFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Unusable.IsEmpty)
        {
            yield break;
        }

        var groups = facts.Unusable.GroupBy(t => t.Health).OrderBy(g => Order(g.Key)).Select(g => Sentence(g.Key, Listings.Few(g.Select(t => t.Zone.Name).Distinct(StringComparer.Ordinal))));
        var resolver = facts.PublicResolver is { } name ? $"The questions go out through a public resolver ({name}), which lists refuse or answer with silence. " : string.Empty;
        yield return Info.FoundInText($"{resolver}Nothing is known from these lists. {string.Join("; ", groups)}.", Fix(facts));
    }

    private static string Fix(BlocklistFacts facts)
    {
        var refused = facts.PublicResolver is not null || facts.Unusable.Any(t => t.Health == ZoneHealth.Refused);
        var first = refused
            ? "Ask through a resolver of your own that forwards to nobody (unbound, for example)."
            : "Nothing to do for the domain. Lists that stay silent here may answer a resolver of your own.";
        var takesKey = facts.Unusable.Any(t => t.Zone.Access is { KeyName: "spamhaus" } && t.Zone.Key is null) ? " Spamhaus answers anywhere with a free DQS key (Blocklists:SpamhausKey, --dqs-key)." : string.Empty;
        var registers = facts.Unusable.Where(t => t.Zone.Terms.Contains("registering", StringComparison.Ordinal)).Select(t => $" Terms of {t.Zone.Name}: {t.Zone.Terms}.").Distinct(StringComparer.Ordinal);
        return first + takesKey + string.Concat(registers) + " Lists that are gone for good can be switched off in a catalogue of your own.";
    }

    private static int Order(ZoneHealth health) => health switch { ZoneHealth.Refused => 0, ZoneHealth.Unreachable => 1, ZoneHealth.NoTestEntry => 2, _ => 3 };

    private static string Sentence(ZoneHealth health, string lists) => health switch
    {
        ZoneHealth.Refused => $"Refused: {lists}",
        ZoneHealth.Unreachable => $"Not reached: {lists}",
        ZoneHealth.NoTestEntry => $"Silent about their test entries: {lists}",
        ZoneHealth.ListsEverything => $"Listing everything: {lists}",
        _ => $"Parked, or answers rewritten by the resolver: {lists}",
    };
}
