using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Auditor.Core.Blocklists;
using Auditor.Core.Fetching;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Audits all that is due, under leases and in batches. It may run in several workers at once, and be killed at any moment: what is not
/// stored is still due once its lease is over.
/// </summary>
internal sealed class AuditSweep(
    Leases leases, DomainAudits audits, SettingsStore settings, ResolverSource resolvers, ServiceMeans means, JobRunLog runs, RequestBook requests, TimeProvider time, ILogger<AuditSweep> logger) : IDisposable
{
    /// <summary>Name of the runs that somebody asked for.</summary>
    public const string AskedRun = "audit-now";

    /// <summary>Domains leased at once: few enough that a worker that dies holds little back.</summary>
    private const int Batch = 50;

    /// <summary>Longer than any audit takes, which is bounded by its budget of queries and time.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Between two notes of how far a run is.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(2);

    // One sweep of each kind in a process: a second one would only halve the first one's work and double its load.
    private readonly SemaphoreSlim dueGate = new(1);
    private readonly SemaphoreSlim askedGate = new(1);

    /// <summary>Audits every due domain. When this process is at it already, that run takes the new ones in.</summary>
    public async Task RunDueAsync(string runName, CancellationToken cancellationToken)
    {
        if (!await dueGate.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (await leases.CountDueDomainsAsync(cancellationToken).ConfigureAwait(false) is > 0 and var due)
            {
                var count = new RunCount();
                count.Add(due);
                var held = new ConcurrentDictionary<int, LeasedDomain>();
                await RunAsync(runName, count, DueAsync(count, held, cancellationToken), held, null, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            dueGate.Release();
        }
    }

    /// <summary>Audits the domains that somebody asked for, beside a run of the due ones.</summary>
    public async Task RunAskedAsync(CancellationToken cancellationToken)
    {
        if (!await askedGate.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            while (await leases.TakeRequestsAsync(WorkKind.Audit, Batch, Lease, cancellationToken).ConfigureAwait(false) is { Count: > 0 } taken)
            {
                if (!await RunAskedAsync(taken, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        finally
        {
            askedGate.Release();
        }
    }

    public void Dispose()
    {
        dueGate.Dispose();
        askedGate.Dispose();
    }

    // False when none of the requests could be served now: the next sweep tries them again.
    private async Task<bool> RunAskedAsync(List<LeasedRequest> taken, CancellationToken cancellationToken)
    {
        var open = new ConcurrentDictionary<string, LeasedRequest>(StringComparer.Ordinal);
        var held = new ConcurrentDictionary<int, LeasedDomain>();
        foreach (var request in taken)
        {
            if (await leases.TakeDomainAsync(request.Target, Lease, cancellationToken).ConfigureAwait(false) is { } domain)
            {
                open[domain.Name] = request;
                held[domain.Id] = domain;
            }
            else if (await leases.IsMonitoredAsync(request.Target, cancellationToken).ConfigureAwait(false))
            {
                await requests.ReleaseAsync(request.Id, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await requests.DoneAsync(request.Id, "The domain is not monitored.", cancellationToken).ConfigureAwait(false);
            }
        }

        if (held.IsEmpty)
        {
            return false;
        }

        var count = new RunCount();
        count.Add(held.Count);
        try
        {
            await RunAsync(AskedRun, count, held.Values.ToAsyncEnumerable(), held, CloseAsync, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            foreach (var request in open.Values)
            {
                await requests.ReleaseAsync(request.Id, CancellationToken.None).ConfigureAwait(false);
            }

            throw;
        }

        async Task CloseAsync(string name, string? error)
        {
            await requests.DoneAsync(open[name].Id, error, cancellationToken).ConfigureAwait(false);
            open.TryRemove(name, out _);
        }
    }

    private async IAsyncEnumerable<LeasedDomain> DueAsync(
        RunCount count, ConcurrentDictionary<int, LeasedDomain> held, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var handed = 0;
        // Taking is not broken off: leases that were given and not noted would hold their domains back until they run out.
        while (!cancellationToken.IsCancellationRequested && await leases.TakeDueDomainsAsync(Batch, Lease, CancellationToken.None).ConfigureAwait(false) is { Count: > 0 } batch)
        {
            batch.ForEach(domain => held[domain.Id] = domain);
            handed += batch.Count;
            count.Add(Math.Max(0, handed - count.Total));
            foreach (var domain in batch)
            {
                yield return domain;
            }
        }
    }

    private async Task RunAsync(
        string name, RunCount count, IAsyncEnumerable<LeasedDomain> domains, ConcurrentDictionary<int, LeasedDomain> held, Func<string, string?, Task>? done,
        CancellationToken cancellationToken)
    {
        var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
        var schedule = new NightlySchedule(current.TimeZone, current.NightlyAudit);
        var run = await runs.BeginAsync(name, count.Total, cancellationToken).ConfigureAwait(false);
        var lastNote = time.GetTimestamp();
        try
        {
            using var looks = new AuditLooks(resolvers, means, current, name == AskedRun, time);
            var options = new ParallelOptions { MaxDegreeOfParallelism = current.Concurrency + (2 * AuditLooks.SecondPlaces), CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(domains, options, async (domain, cancel) =>
            {
                var error = await audits.RunAsync(domain, looks, schedule, count, cancel).ConfigureAwait(false);
                held.TryRemove(domain.Id, out _);
                if (done is not null)
                {
                    await done(domain.Name, error).ConfigureAwait(false);
                }

                var before = Volatile.Read(ref lastNote);
                if (time.GetElapsedTime(before) >= NoteEvery && Interlocked.CompareExchange(ref lastNote, time.GetTimestamp(), before) == before)
                {
                    await runs.ProgressAsync(run, count.Finished, count.Failed, count.Total, cancel).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
            await runs.EndAsync(run, count.Failed == 0 ? JobOutcome.Succeeded : JobOutcome.Failed, count.Finished, count.Failed, count.Failed == 0 ? null : $"{count.Failed} audits broke; they are tried again in an hour.", CancellationToken.None).ConfigureAwait(false);
            logger.LogInformation("{Run}: {Done} domains audited, {Failed} failed", name, count.Finished, count.Failed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await leases.ReleaseDomainsAsync([.. held.Keys], CancellationToken.None).ConfigureAwait(false);
            await runs.EndAsync(run, JobOutcome.Cancelled, count.Finished, count.Failed, "The worker was stopped; the rest is still due.", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception e)
        {
            // The boundary of the job. With the database gone there is no record of it but the log; the leases run out.
            logger.LogError(e, "{Run} broke off after {Done} domains", name, count.Finished);
            await runs.EndAsync(run, JobOutcome.Failed, count.Finished, count.Failed, e.Message, CancellationToken.None).ConfigureAwait(false);
            await leases.ReleaseDomainsAsync([.. held.Keys], CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
