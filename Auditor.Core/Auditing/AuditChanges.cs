using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>What changed in DNS from one audit to the next.</summary>
public static class AuditChanges
{
    /// <summary>
    /// The record sets that differ. Only questions that both audits asked and DNS answered both times are compared, so
    /// neither a failure nor another set of selectors looks like a change. Order and TTL of records do not count.
    /// </summary>
    public static ImmutableArray<RecordChange> Between(AuditDocument before, AuditDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Between(KnownOf(before), after);
    }

    /// <summary>The record sets of an audit that differ from what was known.</summary>
    public static ImmutableArray<RecordChange> Between(KnownAnswers before, AuditDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return
        [
            .. KnownOf(after).All
                .Select(record => (Before: before.Find(record.Name, record.Type), After: record))
                .Where(pair => pair.Before is not null && !SameAnswer(pair.Before, pair.After))
                .OrderBy(pair => pair.After.Name, StringComparer.Ordinal)
                .ThenBy(pair => pair.After.Type, StringComparer.Ordinal)
                .Select(pair => new RecordChange(pair.After.Name, pair.After.Type, Sorted(pair.Before!), Sorted(pair.After)) { OldAnswer = pair.Before!, NewAnswer = pair.After }),
        ];
    }

    /// <summary>True when both say the same, whatever the order and the time to live.</summary>
    public static bool SameAnswer(KnownAnswer before, KnownAnswer after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Sorted(before).SequenceEqual(Sorted(after), StringComparer.Ordinal);
    }

    /// <summary>The history's answers of an audit: those about the owner's own names.</summary>
    public static KnownAnswers KnownOf(AuditDocument audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return new KnownAnswers(audit.Records
            .Where(r => r.Status is DnsStatus.Answer or DnsStatus.NoData or DnsStatus.NxDomain)
            .Select(r => new KnownAnswer(r.Name, r.Type, r.Answer, r.Status, r.Resolver) { TtlSeconds = r.TtlSeconds, AnsweredAt = r.LastKnownAt ?? audit.AuditedAt }));
    }

    private static ImmutableArray<string> Sorted(KnownAnswer answer) =>
        [.. answer.Answer.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>A record set that differs; an empty side had no such record.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type, in capitals.</param>
/// <param name="Before">The earlier answers in ordinal order.</param>
/// <param name="After">The later answers in ordinal order.</param>
public sealed record RecordChange(string Name, string Type, ImmutableArray<string> Before, ImmutableArray<string> After)
{
    /// <summary>The earlier answer as it came.</summary>
    public required KnownAnswer OldAnswer { get; init; }

    /// <summary>The later answer as it came.</summary>
    public required KnownAnswer NewAnswer { get; init; }
}
