using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Blocklists;

/// <summary>How badly one subject is listed, and the words that the rules share.</summary>
internal static class Listings
{
    private const int MaxShown = 8;
    private const int MaxReasonShown = 160;

    /// <summary>The subjects with the listings for behaviour that each has.</summary>
    public static IEnumerable<(BlocklistSubject Subject, ImmutableArray<BlocklistAnswer> Hits)> Hits(BlocklistFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return facts.Subjects.Select(s => (s, (ImmutableArray<BlocklistAnswer>)[.. facts.Of(s).Where(a => a.IsHit).OrderByDescending(a => a.Weight)])).Where(p => !p.Item2.IsEmpty);
    }

    /// <summary>True when two operators that many receivers follow agree, one of them with one of the lists that most follow.</summary>
    public static bool AreHeavy(ImmutableArray<BlocklistAnswer> hits) =>
        hits.Any(h => h.Weight == BlocklistWeight.High) && hits.Where(h => h.Weight >= BlocklistWeight.Medium).Select(h => h.Zone.Operator).Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>True when no list that receivers commonly follow is among them.</summary>
    public static bool AreMinor(ImmutableArray<BlocklistAnswer> hits) => hits.All(h => h.Weight < BlocklistWeight.Medium);

    /// <summary>The finding about a subject.</summary>
    public static Finding Found(RuleInfo rule, BlocklistSubject subject, ImmutableArray<BlocklistAnswer> answers, string fix) =>
        rule.FoundInText($"{subject.Text} is on {Names(answers)}." + Reason(answers), fix) with
        {
            Subject = subject.Text,
            Evidence = [.. answers.Take(MaxShown).Select(Proof)],
        };

    /// <summary>The lists with their codes, as far as there is room.</summary>
    public static string Names(ImmutableArray<BlocklistAnswer> answers) => Few(answers.Select(a => $"{a.Zone.Name} ({string.Join(", ", a.Codes)})"));

    /// <summary>The first entries, and how many more there are.</summary>
    public static string Few(IEnumerable<string> entries)
    {
        var all = entries.ToList();
        return all.Count <= MaxShown ? string.Join(", ", all) : $"{string.Join(", ", all.Take(MaxShown))} and {all.Count - MaxShown} more";
    }

    /// <summary>What to do about entries for behaviour.</summary>
    public static string RemoveFrom(ImmutableArray<BlocklistAnswer> hits) =>
        $"Find what was sent or done and stop it (a hacked account or site, an open relay, bought addresses), then ask for removal: {Few(hits.Select(h => h.Zone.Operator).Distinct(StringComparer.Ordinal))}. An entry that is removed before its cause comes back.";

    private static string Reason(ImmutableArray<BlocklistAnswer> answers) =>
        answers.FirstOrDefault(a => a.Lookup?.Reason is not null) is { } answer
            ? $" {answer.Zone.Name} says: {(answer.Lookup!.Reason!.Length <= MaxReasonShown ? answer.Lookup.Reason : answer.Lookup.Reason[..MaxReasonShown] + "...")}"
            : string.Empty;

    // The question as it is shown has no key in it.
    private static Evidence Proof(BlocklistAnswer answer)
    {
        var name = answer.Subject.TryName(DomainName.Parse(answer.Zone.AskedAs), out var asked) ? asked.Value : answer.Zone.AskedAs;
        return new Evidence(name, "A", [.. (answer.Lookup?.Returned ?? []).Select(a => a.ToString())], answer.Lookup?.Status ?? DnsStatus.NotAsked, null);
    }
}
