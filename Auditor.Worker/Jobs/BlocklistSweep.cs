using System.Collections.Concurrent;
using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Blocklists;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Asks lists about the addresses and names of all domains, once a day each, apart from audits: with a resolver, a pace and a budget of its own. It may run in
/// several workers at once and be killed at any moment: what was asked is noted before it is asked.
/// </summary>
internal sealed class BlocklistSweep(
    BlocklistCatalogue catalogue, BlocklistQueue queue, IBlocklistMemory memory, SettingsStore settings, ResolverSource resolvers, JobRunLog runs, TimeProvider time, ILogger<BlocklistSweep> logger)
    : IDisposable
{
    /// <summary>Name of its runs.</summary>
    public const string RunName = "blocklists";

    /// <summary>Subjects that one list is asked about before the answers are stored: few enough that a worker that dies leaves little unanswered.</summary>
    private const int Batch = 50;

    private readonly SemaphoreSlim gate = new(1);
    private readonly ConcurrentDictionary<(DomainName List, SubjectKind Kind), DateTimeOffset> restingUntil = new();

    /// <summary>Asks what is due, and makes the domains due whose answers changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var current = await settings.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (!current.AsksBlocklists)
            {
                return;
            }

            // Also for what an earlier run, stopped half-way, found.
            await queue.MakeConcernedDueAsync(cancellationToken).ConfigureAwait(false);
            if (await DueAsync(cancellationToken).ConfigureAwait(false) is { Count: > 0 } due)
            {
                await RunAsync(due, current, cancellationToken).ConfigureAwait(false);
                await queue.ForgetAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<List<DueQuestions>> DueAsync(CancellationToken cancellationToken)
    {
        var all = await queue.SubjectsAsync(cancellationToken).ConfigureAwait(false);
        var due = new List<DueQuestions>();
        var now = time.GetUtcNow();
        foreach (var zone in catalogue.Asked)
        {
            var fresh = await queue.FreshAsync(zone, cancellationToken).ConfigureAwait(false);
            due.AddRange(all.Where(s => zone.Takes(s.Kind) && !fresh.Contains(s.Text)).GroupBy(s => s.Kind)
                .Where(group => !restingUntil.TryGetValue((zone.Zone, group.Key), out var until) || until <= now)
                .Select(group => new DueQuestions(zone, group.Key, [.. group])));
        }

        return due;
    }

    private async Task RunAsync(List<DueQuestions> due, WorkerSettings current, CancellationToken cancellationToken)
    {
        var total = due.Sum(d => d.Subjects.Count);
        var (done, open) = (0, 0);
        var run = await runs.BeginAsync(RunName, total, cancellationToken).ConfigureAwait(false);
        var outcome = JobOutcome.Failed;
        string? error = null;
        try
        {
            var resolver = resolvers(current with { OneTry = true, DnsTimeout = Shorter(current.DnsTimeout) });
            using var disposing = resolver as IDisposable;
            using var desk = new BlocklistDesk(catalogue, resolver, memory, time) { GoodFor = BlocklistQueue.RefreshAfter, Spacing = resolver is DnsClientResolver ? BlocklistLimits.Spacing : TimeSpan.Zero };
            WarnOfPublicResolver(resolver);
            var options = new ParallelOptions { MaxDegreeOfParallelism = BlocklistLimits.ListsAtOnce, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(due, options, async (work, cancel) =>
            {
                foreach (var batch in work.Subjects.Chunk(Batch))
                {
                    var (tests, answers) = await desk.AskAsync(work.Zone, batch, cancel).ConfigureAwait(false);
                    Interlocked.Add(ref done, batch.Length);
                    Interlocked.Add(ref open, batch.Length - answers.Count(a => a.Status != BlocklistStatus.Error));
                    if (desk.IsClosed(work.Zone) || tests.Any(t => !t.IsUsable))
                    {
                        // It refuses, is silent, or is gone: no question to it before its test points are asked again.
                        restingUntil[(work.Zone.Zone, work.Kind)] = time.GetUtcNow() + BlocklistLimits.Interval;
                        LogUnusable(work.Zone, tests);
                        break;
                    }
                }

                await runs.ProgressAsync(run, Volatile.Read(ref done), 0, total, cancel).ConfigureAwait(false);
            }).ConfigureAwait(false);
            outcome = JobOutcome.Succeeded;
            logger.LogInformation("Blocklists: {Lists} lists asked, {Done} of {Total} questions, {Open} without a verdict", due.Count, done, total, open);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            (outcome, error) = (JobOutcome.Cancelled, "The worker was stopped; the rest is still due.");
            throw;
        }
        catch (Exception e)
        {
            // The boundary of the job: the record says why, the log has the rest.
            error = e.Message;
            throw;
        }
        finally
        {
            await queue.MakeConcernedDueAsync(CancellationToken.None).ConfigureAwait(false);
            await runs.EndAsync(run, outcome, done, 0, error, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static TimeSpan Shorter(TimeSpan timeout) => timeout < BlocklistLimits.QuestionTimeout ? timeout : BlocklistLimits.QuestionTimeout;

    private void WarnOfPublicResolver(IDnsResolver resolver)
    {
        if (resolver is DnsClientResolver network && BlocklistCheck.PublicResolverAmong(network.Servers, catalogue) is { } name)
        {
            logger.LogWarning("Blocklists are asked through a public resolver ({Resolver}): many refuse it, or answer with silence. Use a resolver of your own, or a key", name);
        }
    }

    private void LogUnusable(BlocklistZone zone, ImmutableArray<ZoneTest> tests) =>
        logger.LogInformation("The blocklist {List} is left alone for now: {Reason}", zone.AskedAs, tests.FirstOrDefault(t => !t.IsUsable)?.Detail ?? "it refused, or stopped answering.");
}

/// <summary>What one list is to be asked about.</summary>
internal sealed record DueQuestions(BlocklistZone Zone, SubjectKind Kind, IReadOnlyList<BlocklistSubject> Subjects);
