using System.Collections.Concurrent;
using Auditor.Core.Dns;

namespace Auditor.Core.Auditing;

/// <summary>Lets the last known answer stand in where DNS gives none, and notes that it did. One for each part of an audit.</summary>
/// <param name="inner">Who answers.</param>
/// <param name="known">What may stand in.</param>
/// <param name="now">The audit's time.</param>
internal sealed class LastKnownResolver(IDnsResolver inner, KnownAnswers known, DateTimeOffset now) : IDnsResolver
{
    /// <summary>An answer no older than this was given to the first of the two looks of this very audit: it is as fresh as one gets.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentBag<DateTimeOffset> standIns = [];

    /// <summary>The age of the oldest answer that stood in; null when all were fresh.</summary>
    public DateTimeOffset? OldestStandIn => standIns.IsEmpty ? null : standIns.Min();

    public async ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = await inner.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        if (outcome.IsKnown || known.StandIn(name, type, now) is not { LastKnownAt: { } at } kept)
        {
            return outcome;
        }

        if (now - at <= FreshFor)
        {
            return kept with { LastKnownAt = null };
        }

        standIns.Add(at);
        return kept with { Error = outcome.Error };
    }
}
