using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Worker.Mailboxes.SelfTesting;

/// <summary>
/// Sends a report of our own the way of all reports: into the folder, by the poll, into the ledger, and away again. Each step is noted before the next one begins, and one that was done is not
/// done twice, so a worker that is killed leaves a test that goes on.
/// </summary>
internal sealed class SelfTestRun(AuditorDatabase database, SelfTestBook book, MailboxPolls polls, MailboxSignIns signIns, TimeProvider time)
{
    /// <summary>How long another reader of the mailbox is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>For tests, which have no seconds to wait.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For tests.</summary>
    public MailboxLimits Limits { get; init; } = new() { StallTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>Runs to the end, or to the step that fails.</summary>
    /// <param name="mailboxId">The mailbox.</param>
    /// <param name="goesOn">Asked between the steps; false when another worker has the test by now.</param>
    /// <param name="cancellationToken">Cancels; the test goes on later.</param>
    /// <returns>What failed, in one line; null when nothing did.</returns>
    public async Task<string?> RunAsync(int mailboxId, Func<Task<bool>> goesOn, CancellationToken cancellationToken)
    {
        var mailbox = await FindAsync(mailboxId, cancellationToken).ConfigureAwait(false);
        if (mailbox is null)
        {
            return "The mailbox was deleted meanwhile.";
        }

        var test = await book.BeginAsync(mailboxId, cancellationToken).ConfigureAwait(false);
        var mail = new SelfTestMail(test.Nonce, test.StartedAt);
        var step = SelfTestStep.Append;
        try
        {
            var server = new SelfTestServer(signIns.Open(mailbox), Limits);
            if (test.AppendedAt is null)
            {
                await server.AppendAsync(mail, cancellationToken).ConfigureAwait(false);
                await book.AppendedAsync(test.Id, cancellationToken).ConfigureAwait(false);
            }

            if (!await goesOn().ConfigureAwait(false))
            {
                return null;
            }

            step = SelfTestStep.Poll;
            var trouble = await PollAsync(test, cancellationToken).ConfigureAwait(false);
            if (!await goesOn().ConfigureAwait(false))
            {
                return null;
            }

            step = SelfTestStep.Remove;
            if (trouble is { } failed)
            {
                return await FailAsync(test, server, mail, failed.Step, failed.Why, cancellationToken).ConfigureAwait(false);
            }

            await book.FinishedAsync(test.Id, await server.RemoveAsync(mail, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (MailboxException e)
        {
            await book.FailedAsync(test.Id, step, e.Message, CancellationToken.None).ConfigureAwait(false);
            return e.Message;
        }
    }

    // A test that failed leaves no mail behind either, when the server lets it be removed.
    private async Task<string> FailAsync(SelfTest test, SelfTestServer server, SelfTestMail mail, SelfTestStep step, string why, CancellationToken cancellationToken)
    {
        try
        {
            await server.RemoveAsync(mail, cancellationToken).ConfigureAwait(false);
        }
        catch (MailboxException)
        {
            // What failed first is what is to be mended.
        }

        await book.FailedAsync(test.Id, step, why, CancellationToken.None).ConfigureAwait(false);
        return why;
    }

    // Reads until the ledger has the mail; null when it stands there as a self-test.
    private async Task<(SelfTestStep Step, string Why)?> PollAsync(SelfTest test, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if (await book.EntryAsync(test, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                return await JudgeAsync(test, entry, cancellationToken).ConfigureAwait(false);
            }

            var error = await polls.PollAsync(test.MailboxId, cancellationToken).ConfigureAwait(false);
            if (await book.EntryAsync(test, cancellationToken).ConfigureAwait(false) is { } read)
            {
                return await JudgeAsync(test, read, cancellationToken).ConfigureAwait(false);
            }

            if (error is not null)
            {
                return (SelfTestStep.Poll, error);
            }

            // Nobody reads it, and it was listed after the mail was there: the server does not show it.
            var mailbox = await FindAsync(test.MailboxId, cancellationToken).ConfigureAwait(false);
            if (mailbox is null)
            {
                return (SelfTestStep.Poll, "The mailbox was deleted meanwhile.");
            }

            if (mailbox.LeaseUntil is null && mailbox.LookedAt > (await book.ReadAsync(test.Id, cancellationToken).ConfigureAwait(false)).AppendedAt)
            {
                return (SelfTestStep.Poll, "The mailbox was read, and the test's mail was not among the new ones: something on the server moved or deleted it first.");
            }

            if (time.GetElapsedTime(since) > Patience)
            {
                return (SelfTestStep.Poll, $"Another worker has been reading the mailbox for {Patience.TotalMinutes:0} minutes and has not come to the test's mail. It stays until it is read.");
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(SelfTestStep Step, string Why)?> JudgeAsync(SelfTest test, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.ReasonCode != IngestReason.SelfTest)
        {
            return (SelfTestStep.Parse, entry.Reason ?? $"The ledger says '{entry.Outcome}' of the test's report: it did not come through as it was sent.");
        }

        return (await book.ReadAsync(test.Id, cancellationToken).ConfigureAwait(false)).TakenAt is null
            ? (SelfTestStep.Ledger, "The ledger has an entry of the test, and the test was not noted as taken in.")
            : null;
    }

    private async Task<Mailbox?> FindAsync(int id, CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using var _ = context.ConfigureAwait(false);
        return await context.Mailboxes.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken).ConfigureAwait(false);
    }
}
