using System.Collections.Concurrent;
using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>Gives each part of an audit a way to ask that falls back on what is known, and says which parts did.</summary>
/// <param name="resolver">Who answers.</param>
/// <param name="known">What may stand in.</param>
/// <param name="now">The audit's time.</param>
internal sealed class AuditParts(IDnsResolver resolver, KnownAnswers known, DateTimeOffset now)
{
    private readonly ConcurrentDictionary<string, LastKnownResolver> parts = new(StringComparer.Ordinal);

    /// <summary>The parts for which the last known answers stood in, in ordinal order.</summary>
    public ImmutableArray<StalePartDocument> Stale =>
    [
        .. parts.OrderBy(p => p.Key, StringComparer.Ordinal)
            .Where(p => p.Value.OldestStandIn is not null)
            .Select(p => new StalePartDocument(p.Key, p.Value.OldestStandIn!.Value)),
    ];

    /// <summary>The way to ask of one part: spf, dkim, dmarc, mx, reverse, dns and so on.</summary>
    public IDnsResolver For(string part) => known.All.Count == 0 ? resolver : parts.GetOrAdd(part, _ => new LastKnownResolver(resolver, known, now));
}
