namespace Auditor.Core.Dns;

/// <summary>
/// What the audit of one domain may ask. Counts queries and memory's answers; beyond the limits every further question
/// that memory cannot answer ends as <see cref="DnsStatus.NotAsked"/>, so one hostile zone cannot hold up a pass.
/// </summary>
public sealed class QueryBudget(CachingResolver cache, TimeProvider time) : IDnsResolver
{
    /// <summary>Queries to the network for one domain. Ten SPF terms, each with ten hosts of two families, and all else fit.</summary>
    public const int MaxQueries = 300;

    /// <summary>Time after which a domain's audit sends no further query.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    private readonly long since = time.GetTimestamp();
    private int sent;
    private int hits;
    private int notAsked;

    /// <summary>Queries that went to the network.</summary>
    public int Queries => Math.Min(Volatile.Read(ref sent), MaxQueries);

    /// <summary>Questions that memory answered.</summary>
    public int CacheHits => Volatile.Read(ref hits);

    /// <summary>Questions that were not asked because the budget was spent.</summary>
    public int NotAsked => Volatile.Read(ref notAsked);

    /// <summary>Time since the budget was opened.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(since);

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var outcome = cache.QueryAsync(name, type, MaySend, out var hit, cancellationToken);
        if (hit)
        {
            Interlocked.Increment(ref hits);
        }

        return outcome;
    }

    private bool MaySend()
    {
        if (Elapsed < MaxDuration && Interlocked.Increment(ref sent) <= MaxQueries)
        {
            return true;
        }

        Interlocked.Increment(ref notAsked);
        return false;
    }
}
