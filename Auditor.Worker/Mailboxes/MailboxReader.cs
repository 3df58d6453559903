using System.Net.Sockets;
using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Net.Imap;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Reads what is new in one mailbox. Each batch is stored with its checkpoint in one transaction and only then flagged or moved, so a
/// worker that is killed at any point loses nothing and counts nothing twice.
/// </summary>
internal sealed class MailboxReader(MailboxSettings settings, MailboxLimits limits, MailboxStore store, MailboxVitals vitals, TimeProvider time, ILogger logger)
{
    private int mails;
    private int known;
    private string? actionError;

    /// <summary>Reads to the end of the folder; a connection that breaks is made again a few times.</summary>
    /// <exception cref="MailboxException">The mailbox cannot be read now; what was stored stays stored.</exception>
    public async Task<MailboxPollResult> PollAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ReadAsync(cancellationToken).ConfigureAwait(false);
                return new MailboxPollResult(mails, known, actionError);
            }
            catch (Exception e) when (IsBroken(e))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (tries == limits.Reconnects)
                {
                    throw new MailboxException(MailboxStep.Fetch, $"{settings.Host} broke the connection off {tries + 1} times: {ServerText.Clean(e.Message, settings.Password)}. The next poll goes on where this one stopped.", e);
                }

                logger.LogWarning("Mailbox {MailboxId}: the connection broke off ({Reason}); connecting again", settings.Id, ServerText.Clean(e.Message, settings.Password));
                await Task.Delay(limits.ReconnectPause * (1 << tries), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A BYE, a reset and a server that falls silent all end here; refusals (NO, BAD) do not.
    private static bool IsBroken(Exception e) =>
        e is IOException or SocketException or ImapProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or TimeoutException;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var access = settings.Action == MailboxAction.Leave ? FolderAccess.ReadOnly : FolderAccess.ReadWrite;
        var connection = await MailboxConnection.OpenAsync(settings, limits, access, Note, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var folder = connection.Folder;
        var checkpoint = await store.OpenAsync(folder.UidValidity, cancellationToken).ConfigureAwait(false);
        var actions = new MailboxActions(connection, settings);
        try
        {
            await CatchUpActionsAsync(actions, checkpoint, cancellationToken).ConfigureAwait(false);
            var fetcher = new MailboxFetcher(folder, limits, vitals);
            var uids = await fetcher.ListAsync(checkpoint.LastUid, cancellationToken).ConfigureAwait(false);
            vitals.Listed(folder, uids);

            // What a killed worker had begun is taken one by one: should one mail of it be the cause, the others are not held up.
            var careful = checkpoint.AttemptFirstUid > checkpoint.LastUid ? checkpoint.AttemptLastUid : 0;
            foreach (var group in Split(uids, careful))
            {
                await foreach (var batch in fetcher.PlanAsync(group, cancellationToken).ConfigureAwait(false))
                {
                    await TakeAsync(fetcher, actions, batch, oneByOne: batch[0].Uid.Id <= careful, cancellationToken).ConfigureAwait(false);
                }
            }

            await vitals.AskQuotaAsync(connection.Client, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(MailboxStep.Fetch, $"{settings.Host} refuses to list '{settings.Folder}': {ServerText.Clean(e.ResponseText, settings.Password)}.", e);
        }
        finally
        {
            actionError = actions.Error;
        }

        void Note(MailboxStep step, string sentence)
        {
            if (step == MailboxStep.SignIn)
            {
                vitals.SignedIn();
            }
        }
    }

    private static IEnumerable<List<UniqueId>> Split(List<UniqueId> uids, long careful)
    {
        var first = uids.TakeWhile(u => u.Id <= careful).ToList();
        return new[] { first, uids[first.Count..] }.Where(g => g.Count > 0);
    }

    private async Task TakeAsync(MailboxFetcher fetcher, MailboxActions actions, List<MailboxMail> batch, bool oneByOne, CancellationToken cancellationToken)
    {
        if (!oneByOne)
        {
            var last = batch[^1].Uid.Id;
            await store.BeginAttemptAsync(batch[0].Uid.Id, last, cancellationToken).ConfigureAwait(false);
            if (await TryTakeAsync(fetcher, actions, batch, last, cancellationToken).ConfigureAwait(false) is null)
            {
                return;
            }
        }

        foreach (var mail in batch)
        {
            await TakeOneAsync(fetcher, actions, mail, cancellationToken).ConfigureAwait(false);
        }
    }

    // The tries are counted in the database before each one, so that a mail that ends the process counts too.
    private async Task TakeOneAsync(MailboxFetcher fetcher, MailboxActions actions, MailboxMail mail, CancellationToken cancellationToken)
    {
        var reason = "the worker ended each time while it was taken in";
        while (await store.BeginAttemptAsync(mail.Uid.Id, mail.Uid.Id, cancellationToken).ConfigureAwait(false) <= limits.MaxTries * MailboxStore.TryCost)
        {
            var failure = await TryTakeAsync(fetcher, actions, [mail], mail.Uid.Id, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return;
            }

            reason = failure;
            await Task.Delay(limits.ReconnectPause, time, cancellationToken).ConfigureAwait(false);
        }

        logger.LogError("Mailbox {MailboxId}: mail {Uid} could not be taken in after {Tries} tries and is passed: {Reason}", settings.Id, mail.Uid.Id, limits.MaxTries, reason);
        await store.PassAsync(mail, reason, cancellationToken).ConfigureAwait(false);
        vitals.TakenUpTo(mail.Uid.Id);
        mails++;
        await actions.ApplyAsync([], [mail.Uid], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null when the batch is stored; else what is wrong with a mail of it.</summary>
    private async Task<string?> TryTakeAsync(MailboxFetcher fetcher, MailboxActions actions, List<MailboxMail> batch, long last, CancellationToken cancellationToken)
    {
        StoredBatch stored;
        try
        {
            var fetched = await fetcher.FetchAsync(batch, cancellationToken).ConfigureAwait(false);
            stored = await store.StoreAsync(fetched, last, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e) || MailboxStore.IsOfDatabase(e) || e is OperationCanceledException)
        {
            await store.ForgiveAsync(MailboxStore.TryCost - (IsBroken(e) && !cancellationToken.IsCancellationRequested ? MailboxStore.BreakCost : 0)).ConfigureAwait(false);
            throw;
        }
        catch (ImapCommandException e)
        {
            return $"the server does not hand it out: {ServerText.Clean(e.ResponseText, settings.Password)}";
        }
        catch (Exception e)
        {
            // The error boundary of a mail: whatever it does to the reader must not hold the next ones up.
            logger.LogWarning(e, "Mailbox {MailboxId}: a mail of {FirstUid} to {LastUid} cannot be taken in", settings.Id, batch[0].Uid.Id, last);
            return ServerText.Clean(e.Message, settings.Password);
        }
        finally
        {
            batch.ForEach(m => m.Reset());
        }

        vitals.TakenUpTo(last);
        mails += stored.Good.Count + stored.Bad.Count - stored.Known;
        known += stored.Known;
        await actions.ApplyAsync(stored.Good, stored.Bad, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async Task CatchUpActionsAsync(MailboxActions actions, MailboxCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        foreach (var some in (await actions.LeftBehindAsync(checkpoint.LastUid, cancellationToken).ConfigureAwait(false)).Chunk(500))
        {
            var (good, bad) = await store.OutcomesAsync(some, cancellationToken).ConfigureAwait(false);
            await actions.ApplyAsync(good, bad, cancellationToken).ConfigureAwait(false);
        }
    }
}
