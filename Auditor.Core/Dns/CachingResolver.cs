using System.Collections.Concurrent;

namespace Auditor.Core.Dns;

/// <summary>
/// The memory of one pass over many domains: equal questions are asked once, also while the first is still under way.
/// Answers and "nothing there" are kept by their TTL (RFC 2308), failures only for <see cref="FailureHold"/>. DNS gives the records of a set in any
/// order; here they come sorted, so that the same zone always gives the same audit.
/// </summary>
public sealed class CachingResolver(IDnsResolver inner, TimeProvider time) : IDnsResolver
{
    /// <summary>Entries kept at most; some 100 MB when all are long TXT answers.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>Kept at least so long, so that the parts of one audit see the same answer even with a TTL of 0.</summary>
    public static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(30);

    /// <summary>Kept at most so long, whatever the TTL.</summary>
    public static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    /// <summary>How long a failure answers equal questions, so that a dead name costs a pass once.</summary>
    public static readonly TimeSpan FailureHold = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(DomainName, DnsRecordType), Entry> entries = new();
    /// <summary>A question without an answer that took so long was tried in full; a shorter one says nothing about the name.</summary>
    public static readonly TimeSpan SilenceAfter = TimeSpan.FromSeconds(1);

    private readonly IDnsResolver inner = inner;
    private readonly TimeProvider time = time;
    private readonly ConcurrentDictionary<DomainName, long> silent = new();
    private readonly Lock sweep = new();
    private long queries;
    private long hits;
    private volatile bool hasSilent;

    /// <summary>Questions given to the network so far.</summary>
    public long Queries => Interlocked.Read(ref queries);

    /// <summary>Questions answered from memory, or by a question that was under way.</summary>
    public long Hits => Interlocked.Read(ref hits);

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
        QueryAsync(name, type, static () => true, out _, cancellationToken);

    /// <summary>As the other, and says whether memory answered; <paramref name="maySend"/> is asked before the network is.</summary>
    internal ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, Func<bool> maySend, out bool hit, CancellationToken cancellationToken)
    {
        hit = false;
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<DnsOutcome>(cancellationToken);
        }

        var key = (name, type);
        var mayAsk = false;
        while (true)
        {
            if (entries.TryGetValue(key, out var entry))
            {
                if (!entry.IsStale(time))
                {
                    hit = true;
                    Interlocked.Increment(ref hits);
                    return Await(entry.Outcome, cancellationToken);
                }

                entries.TryRemove(new KeyValuePair<(DomainName, DnsRecordType), Entry>(key, entry));
            }

            if (IsBelowSilence(name))
            {
                hit = true;
                Interlocked.Increment(ref hits);
                return ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.Timeout, $"The name servers of {name} did not answer a moment ago."));
            }

            if (!mayAsk && !(mayAsk = maySend()))
            {
                return ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.NotAsked, "The audit's budget of queries or time is spent."));
            }

            // The question belongs to all who wait for it, so no single caller's token ends it; the resolver bounds its time.
            var fresh = new Entry(this, name, type);
            if (entries.TryAdd(key, fresh))
            {
                Bound(Interlocked.Increment(ref queries));
                return Await(fresh.Outcome, cancellationToken);
            }
        }
    }

    // A name that kept silent for the full time, whatever was asked, is not asked about again at once, nor are the names below it: so a dead name
    // costs its time once. A server that drops one type of question and answers another is no such name.
    private bool IsBelowSilence(DomainName name)
    {
        if (!hasSilent)
        {
            return false;
        }

        for (var at = name; !at.IsRoot; at = at.Parent)
        {
            if (silent.TryGetValue(at, out var since) && time.GetElapsedTime(since) < FailureHold)
            {
                return true;
            }
        }

        return false;
    }

    private void NoteSilence(DomainName name, DnsOutcome outcome, TimeSpan took)
    {
        if (outcome is { Status: DnsStatus.Timeout, Aliases.IsEmpty: true })
        {
            if (took >= SilenceAfter && !Enum.GetValues<DnsRecordType>().Any(type => entries.TryGetValue((name, type), out var entry) && entry.IsAnswered))
            {
                silent[name] = time.GetTimestamp();
                hasSilent = true;
            }
        }
        else if (hasSilent)
        {
            silent.TryRemove(name, out _);
        }
    }

    private static ValueTask<DnsOutcome> Await(Task<DnsOutcome> outcome, CancellationToken cancellationToken) =>
        new(outcome.IsCompleted || !cancellationToken.CanBeCanceled ? outcome : outcome.WaitAsync(cancellationToken));

    private void Bound(long count)
    {
        if (count % 1024 != 0 || entries.Count <= MaxEntries)
        {
            return;
        }

        lock (sweep)
        {
            var surplus = Math.Max(0, entries.Count - (MaxEntries / 2));
            foreach (var entry in entries.Where(e => e.Value.IsDone).OrderByDescending(e => e.Value.IsStale(time)).Take(surplus).ToList())
            {
                entries.TryRemove(entry);
            }
        }
    }

    private sealed class Entry(CachingResolver memory, DomainName name, DnsRecordType type)
    {
        private readonly Lock gate = new();
        private Task<DnsOutcome>? outcome;
        private long since;
        private TimeSpan hold;

        public bool IsDone => outcome is { IsCompleted: true };

        public bool IsAnswered => outcome is { IsCompletedSuccessfully: true, Result.IsKnown: true };

        /// <summary>The answer; the first to look sends the question.</summary>
        public Task<DnsOutcome> Outcome
        {
            get
            {
                lock (gate)
                {
                    return outcome ??= AskAsync();
                }
            }
        }

        public bool IsStale(TimeProvider clock) => IsDone && clock.GetElapsedTime(since) >= hold;

        private static DnsOutcome Sorted(DnsOutcome outcome) =>
            outcome.Records.Length < 2 ? outcome : outcome with { Records = outcome.Records.Sort(static (x, y) => string.CompareOrdinal(x.Data, y.Data)) };

        private async Task<DnsOutcome> AskAsync()
        {
            var asked = memory.time.GetTimestamp();
            var answer = Sorted(await memory.inner.QueryAsync(name, type, CancellationToken.None).ConfigureAwait(false));
            memory.NoteSilence(name, answer, memory.time.GetElapsedTime(asked));
            var ttl = TimeSpan.FromSeconds(answer.TtlSeconds);
            hold = answer.IsUnknown ? FailureHold : ttl < ShortestHold ? ShortestHold : ttl > LongestHold ? LongestHold : ttl;
            since = memory.time.GetTimestamp();
            return answer;
        }
    }
}
