using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists.Rules;

/// <summary>Lists refuse this resolver, keep silent, or fail their test points (RFC 5782 5). They say nothing about the domain: neither clean nor listed.</summary>
public sealed class ListsCannotTell : IRule<BlocklistFacts>
{
    private const string OwnResolver = "Ask through a resolver of your own that forwards to nobody (unbound, for example)";

    public RuleInfo Info { get; } = new("BLOCKLIST-UNUSABLE", Severity.Info, "Blocklists that could not be asked", "RFC 5782 5, RFC 6471 3.4");

    public IEnumerable<Finding> Check(BlocklistFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Unusable.IsEmpty)
        {
            yield break;
        }

        var groups = facts.Unusable.GroupBy(t => t.Health).OrderBy(g => Order(g.Key)).Select(g => $"{Word(g.Key)}: {Listings.Few(g.Select(t => t.Zone.Name).Distinct(StringComparer.Ordinal))}");
        var resolver = facts.PublicResolver is { } name ? $"The questions go out through a public resolver ({name}), which lists refuse or answer with silence. " : string.Empty;
        yield return Info.FoundInText($"{resolver}Nothing is known from these lists. {string.Join("; ", groups)}.", Fix(facts));
    }

    private static string Fix(BlocklistFacts facts)
    {
        var refused = facts.PublicResolver is not null || facts.Unusable.Any(t => t.Health == ZoneHealth.Refused);
        var takesKey = facts.Unusable.Any(t => t.Zone.Access is { KeyName: "spamhaus" } && t.Zone.Key is null) ? "; Spamhaus answers anywhere with a free DQS key (Blocklists:SpamhausKey, --dqs-key)" : string.Empty;
        var registers = facts.Unusable.Where(t => t.Zone.Terms.Contains("registering", StringComparison.Ordinal)).Select(t => $" {t.Zone.Name}: {t.Zone.Terms}.").Distinct(StringComparer.Ordinal);
        return $"{(refused ? OwnResolver : "Nothing to do for the domain. Lists that stay silent here may answer a resolver of your own")}{takesKey}.{string.Concat(registers)} Lists that are gone for good can be switched off in a catalogue of your own.";
    }

    private static int Order(ZoneHealth health) => health switch { ZoneHealth.Refused => 0, ZoneHealth.Unreachable => 1, ZoneHealth.NoTestEntry => 2, _ => 3 };

    private static string Word(ZoneHealth health) => health switch
    {
        ZoneHealth.Refused => "Refused",
        ZoneHealth.Unreachable => "Not reached",
        ZoneHealth.NoTestEntry => "Silent about their test entries",
        ZoneHealth.ListsEverything => "Listing everything",
        _ => "Parked, or answers rewritten by the resolver",
    };
}
