using System.Globalization;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Mailboxes;
using Hangfire;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Polls the mailboxes that are due, and those that somebody asked for. May run twice at once: a lease lets one reader have a mailbox.</summary>
internal sealed class MailboxJob(MailboxPolls polls, Leases leases, RequestBook requests, ILogger<MailboxJob> logger)
{
    /// <summary>Mailboxes that are read side by side.</summary>
    private const int AtOnce = 4;

    private static readonly TimeSpan RequestLease = TimeSpan.FromMinutes(5);

    /// <summary>The job; the next minute tries again what fails.</summary>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var asked = await leases.TakeRequestsAsync(WorkKind.Poll, 100, RequestLease, cancellationToken).ConfigureAwait(false);
        var due = await polls.DueAsync(cancellationToken).ConfigureAwait(false);
        var ids = asked.Select(r => int.TryParse(r.Target, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Concat(due).Where(id => id > 0).Distinct();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(ids, options, async (id, cancel) => await PollAsync(id, asked, cancel).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task PollAsync(int id, List<LeasedRequest> asked, CancellationToken cancellationToken)
    {
        var error = await polls.PollAsync(id, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            logger.LogWarning("Mailbox {MailboxId}: {Error}", id, error);
        }

        foreach (var request in asked.Where(r => r.Target == id.ToString(CultureInfo.InvariantCulture)))
        {
            await requests.DoneAsync(request.Id, error, cancellationToken).ConfigureAwait(false);
        }
    }
}
