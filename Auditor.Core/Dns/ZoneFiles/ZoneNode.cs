using System.Collections.Immutable;

namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>A name that exists, with its records by type; no records make it an empty non-terminal (RFC 4592 2.2.2).</summary>
internal sealed class ZoneNode
{
    private readonly Dictionary<DnsRecordType, ImmutableArray<DnsRecord>> sets = [];

    /// <summary>Types held; a delegation without any mail data is told by them.</summary>
    public IEnumerable<DnsRecordType> Types => sets.Keys;

    /// <summary>True when a name below exists that holds anything but addresses.</summary>
    public bool HasDataBelow { get; set; }

    /// <summary>The records of a type; empty when there are none.</summary>
    public ImmutableArray<DnsRecord> this[DnsRecordType type] => sets.TryGetValue(type, out var found) ? found : [];

    /// <summary>Adds a record; an equal one is one record (RFC 2181 5).</summary>
    public void Add(DnsRecordType type, DnsRecord record)
    {
        var present = this[type];
        if (!present.Any(p => IsSame(p, record)))
        {
            sets[type] = present.Add(record);
        }
    }

    private static bool IsSame(DnsRecord a, DnsRecord b) =>
        a is TxtRecord x && b is TxtRecord y ? x.Strings.SequenceEqual(y.Strings, StringComparer.Ordinal) : string.Equals(a.Data, b.Data, StringComparison.Ordinal);
}
