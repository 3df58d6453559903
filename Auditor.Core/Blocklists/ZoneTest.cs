using System.Collections.Immutable;

namespace Auditor.Core.Blocklists;

/// <summary>What a list's test points say of it.</summary>
public enum ZoneHealth
{
    /// <summary>What must be listed is, what must not be is not.</summary>
    Ok,

    /// <summary>It lists what must not be listed: a list that closed this way lists the world (RFC 6471 3.4).</summary>
    ListsEverything,

    /// <summary>Answers outside 127.0.0.0/8: the zone is parked, or the resolver rewrites answers.</summary>
    Parked,

    /// <summary>What must be listed is not: the list is dead, or answers us with silence.</summary>
    NoTestEntry,

    /// <summary>DNS failed.</summary>
    Unreachable,

    /// <summary>It refuses us.</summary>
    Refused,
}

/// <summary>Whether the answers of a list to one kind of question may be believed (RFC 5782 5).</summary>
/// <param name="Zone">The list.</param>
/// <param name="Kind">The kind of question.</param>
/// <param name="Health">What its test points say.</param>
/// <param name="Detail">One sentence; empty when all is well.</param>
public sealed record ZoneTest(BlocklistZone Zone, SubjectKind Kind, ZoneHealth Health, string Detail)
{
    /// <summary>The kinds of refusal, such as <c>public-resolver</c>; empty when it does not refuse.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>True when answers count.</summary>
    public bool IsUsable => Health == ZoneHealth.Ok;

    /// <summary>Judges the answers to the test points.</summary>
    /// <param name="zone">The list.</param>
    /// <param name="kind">The kind of question.</param>
    /// <param name="notListed">Answers about what must not be listed.</param>
    /// <param name="listed">Answers about what must be listed; the first that is suffices.</param>
    public static ZoneTest Judge(BlocklistZone zone, SubjectKind kind, IReadOnlyCollection<BlocklistAnswer> notListed, IReadOnlyCollection<BlocklistAnswer> listed)
    {
        ArgumentNullException.ThrowIfNull(zone);
        ZoneTest Is(ZoneHealth health, string detail) => new(zone, kind, health, detail);
        if (notListed.Concat(listed).FirstOrDefault(ListReading.IsRefusal) is { } refusal)
        {
            return Is(refusal.Codes.Contains("not-127") ? ZoneHealth.Parked : ZoneHealth.Refused, refusal.Detail!) with { Codes = refusal.Codes };
        }

        if (notListed.FirstOrDefault(IsWronglyListed) is { } wrong)
        {
            return Is(ZoneHealth.ListsEverything, $"It lists {Word(wrong)}, which no list may: it lists everything (RFC 5782 5).");
        }

        if ((notListed.FirstOrDefault(IsOpen) ?? (listed.Any(HoldsEntry) ? null : listed.FirstOrDefault(IsOpen))) is { } open)
        {
            return Is(ZoneHealth.Unreachable, open.Detail!);
        }

        return zone.ListedTests(kind).IsEmpty || listed.Any(HoldsEntry)
            ? Is(ZoneHealth.Ok, string.Empty)
            : Is(ZoneHealth.NoTestEntry, $"It does not list {string.Join(" or ", listed.Select(Word))}, which it must: it is dead, or keeps silent to this resolver (RFC 5782 5).");
    }

    // On an allow list every entry is "allow listed"; on a mixed one a white code on the test point is no fault.
    private static bool IsWronglyListed(BlocklistAnswer answer) =>
        answer.Status == BlocklistStatus.Listed || (answer.Status == BlocklistStatus.AllowListed && answer.Zone.Type == BlocklistType.Allow);

    private static bool IsOpen(BlocklistAnswer answer) => answer.Status == BlocklistStatus.Error;

    private static bool HoldsEntry(BlocklistAnswer answer) => answer.Status != BlocklistStatus.Error && !answer.Codes.IsEmpty;

    private static string Word(BlocklistAnswer answer) => answer.Subject.Kind == SubjectKind.Domain ? answer.Subject.Text.ToUpperInvariant() : answer.Subject.Text;
}
