using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

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
        ArgumentNullException.ThrowIfNull(after);
        var earlier = Known(before);
        return
        [
            .. Known(after)
                .Where(record => earlier.TryGetValue(record.Key, out var previous) && !SameAnswer(previous, record.Value))
                .OrderBy(record => record.Key.Name, StringComparer.Ordinal)
                .ThenBy(record => record.Key.Type, StringComparer.Ordinal)
                .Select(record => new RecordChange(record.Key.Name, record.Key.Type, Sorted(earlier[record.Key]), Sorted(record.Value))),
        ];
    }

    private static Dictionary<(string Name, string Type), Evidence> Known(AuditDocument audit) =>
        audit.Records
            .Where(r => r.Status is DnsStatus.Answer or DnsStatus.NoData or DnsStatus.NxDomain)
            .DistinctBy(r => (r.Name, r.Type))
            .ToDictionary(r => (r.Name, r.Type));

    private static bool SameAnswer(Evidence before, Evidence after) =>
        Sorted(before).SequenceEqual(Sorted(after), StringComparer.Ordinal);

    private static ImmutableArray<string> Sorted(Evidence evidence) =>
        [.. evidence.Answer.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>A record set that differs; an empty side had no such record.</summary>
/// <param name="Name">The name asked for.</param>
/// <param name="Type">The type, in capitals.</param>
/// <param name="Before">The earlier answers in ordinal order.</param>
/// <param name="After">The later answers in ordinal order.</param>
public sealed record RecordChange(string Name, string Type, ImmutableArray<string> Before, ImmutableArray<string> After);
