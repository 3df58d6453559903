using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Rereading;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>
/// Reads stored reports again when somebody asks for it, for example after an upgrade that reads more of them. It goes by their ids and notes how far it is, so that a run that was
/// stopped is gone on with; a report that is read twice is the same the second time.
/// </summary>
internal sealed class RereadJob(
    ReportRereader rereader, RereadBook book, Leases leases, RequestBook requests, JobRunLog runs, TimeProvider time, ILogger<RereadJob> logger)
{
    /// <summary>Name of its runs.</summary>
    public const string RunName = "reread";

    private const int AtOnce = 100;

    // Longer than a slice of the longest reports takes: the lease is renewed with each.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    // What a run may take in all; the next one, a minute later, goes on.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The job.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (time.GetElapsedTime(since) < Patience && await leases.TakeRequestsAsync(WorkKind.Reread, 1, Lease, cancellationToken).ConfigureAwait(false) is [var request])
        {
            try
            {
                await WorkAsync(request, since, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped with the process: the next one need not wait for the lease.
                await requests.ReleaseAsync(request.Id, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }

    private Task WorkAsync(LeasedRequest request, long since, CancellationToken cancellationToken) => RereadScope.Parse(request.Target) switch
    {
        null => requests.DoneAsync(request.Id, "The request names no reports.", cancellationToken),
        { ReportId: { } id } => ReadOneAsync(request, id, cancellationToken),
        var scope => ReadManyAsync(request, scope, since, cancellationToken),
    };

    private async Task ReadOneAsync(LeasedRequest request, long id, CancellationToken cancellationToken)
    {
        var session = rereader.Begin(isTrial: false);
        await using var _ = session.ConfigureAwait(false);
        var result = await session.ReadAgainAsync(id, cancellationToken).ConfigureAwait(false);
        await requests.DoneAsync(request.Id, result.ReasonAndLine, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadManyAsync(LeasedRequest request, RereadScope scope, long since, CancellationToken cancellationToken)
    {
        var progress = await book.FindAsync(request.Id, cancellationToken).ConfigureAwait(false) ?? await BeginAsync(request, scope, cancellationToken).ConfigureAwait(false);
        var session = rereader.Begin(isTrial: false);
        await using var _ = session.ConfigureAwait(false);
        while (await rereader.NextAsync(scope, progress.ReadTo, AtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } slice)
        {
            var well = new List<long>(slice.Count);
            foreach (var id in slice)
            {
                var result = await session.ReadAgainAsync(id, cancellationToken).ConfigureAwait(false);
                progress = progress.With(result);
                if (result.Outcome == RereadOutcome.Failed)
                {
                    logger.LogWarning("Report {Report} cannot be read again, its old reading stays: {Reason}", id, result.ReasonAndLine);
                    await requests.NoteFailedAsync(WorkKind.Reread, id, result.ReasonAndLine!, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    well.Add(id);
                }

                if (time.GetElapsedTime(since) >= Patience)
                {
                    break;
                }
            }

            await requests.ForgetFailedAsync(WorkKind.Reread, well, cancellationToken).ConfigureAwait(false);
            await NoteAsync(request, progress, cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(since) >= Patience)
            {
                await requests.ReleaseAsync(request.Id, cancellationToken).ConfigureAwait(false);
                return;
            }

            // A slice that took longer than the lease: another worker may have it.
            if (!await leases.RenewRequestAsync(request, Lease, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await EndAsync(request, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RereadProgress> BeginAsync(LeasedRequest request, RereadScope scope, CancellationToken cancellationToken)
    {
        var (reports, withBytes) = await rereader.CountAsync(scope, cancellationToken).ConfigureAwait(false);
        var progress = new RereadProgress
        {
            Scope = scope.ToString(),
            Version = typeof(RereadJob).Assembly.GetName().Version?.ToString(3),
            Total = withBytes,
            NoBytes = reports - withBytes,
            StartedAt = time.GetUtcNow(),
            RunId = await runs.BeginAsync(RunName, withBytes, cancellationToken).ConfigureAwait(false),
        };
        await book.SaveAsync(request.Id, progress, cancellationToken).ConfigureAwait(false);
        return progress;
    }

    private async Task NoteAsync(LeasedRequest request, RereadProgress progress, CancellationToken cancellationToken)
    {
        await book.SaveAsync(request.Id, progress, cancellationToken).ConfigureAwait(false);
        await runs.ProgressAsync(progress.RunId!.Value, progress.Done - progress.Failed, progress.Failed, progress.Total, cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(LeasedRequest request, RereadProgress progress, CancellationToken cancellationToken)
    {
        await book.SaveAsync(request.Id, progress with { FinishedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        var trouble = progress.Failed == 0 ? null : "Some reports cannot be read any more; their old reading stays.";
        await runs.EndAsync(progress.RunId!.Value, JobOutcome.Succeeded, progress.Done - progress.Failed, progress.Failed, trouble, cancellationToken).ConfigureAwait(false);
        await requests.DoneAsync(request.Id, null, cancellationToken).ConfigureAwait(false);
        logger.LogInformation("{Reports} reports read again: {Changed} changed, {Same} the same, {LeftAlone} left alone, {Failed} cannot be read any more, {NoBytes} without bytes",
            progress.Done, progress.Changed, progress.Same, progress.LeftAlone, progress.Failed, progress.NoBytes);
    }
}
