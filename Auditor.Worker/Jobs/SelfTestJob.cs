using System.Globalization;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Mailboxes.SelfTesting;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Runs the self-tests of mailboxes that somebody asked for. May run twice at once: a lease lets one worker have a test, and a test that was cut short goes on.</summary>
internal sealed class SelfTestJob(SelfTestRun tests, Leases leases, RequestBook requests, ILogger<SelfTestJob> logger)
{
    private const int AtOnce = 20;

    // Longer than any one step: it is renewed between them.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>The job; the next minute tries again what was cut short.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var request in await leases.TakeRequestsAsync(WorkKind.SelfTest, AtOnce, Lease, cancellationToken).ConfigureAwait(false))
        {
            if (!int.TryParse(request.Target, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                await requests.DoneAsync(request.Id, "The request names no mailbox.", cancellationToken).ConfigureAwait(false);
                continue;
            }

            var isOurs = true;
            try
            {
                var error = await tests.RunAsync(id, async () => isOurs = await leases.RenewRequestAsync(request, Lease, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                if (isOurs)
                {
                    await requests.DoneAsync(request.Id, error, cancellationToken).ConfigureAwait(false);
                    logger.LogInformation("Mailbox {MailboxId}: self-test {Outcome}", id, error ?? "passed");
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Stopped with the process: the next one need not wait for the lease.
                await requests.ReleaseAsync(request.Id, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }
}
