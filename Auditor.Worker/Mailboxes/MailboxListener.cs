using MailKit;
using MailKit.Net.Imap;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Keeps one connection to a mailbox and says when a mail came (IDLE, RFC 2177). It reads nothing and marks nothing: the poll stays the only reader, and finds
/// what is missed here at its interval.
/// </summary>
internal sealed class MailboxListener(int id, MailboxSignIns signIns, Func<CancellationToken, Task> onMail, WatchLimits limits, TimeProvider time, ILogger logger)
{
    private static readonly MailboxLimits ConnectionLimits = new();

    private int failures;

    /// <summary>Listens until it is stopped; whatever the server does ends in another try.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await ListenAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is MailboxException or IOException or ImapProtocolException or ImapCommandException or ServiceNotConnectedException or OperationCanceledException || MailboxStore.IsOfDatabase(e))
            {
                wait = AfterFailure(e);
            }

            try
            {
                await Task.Delay(wait, time, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Doubled with each failure in a row, and spread, so that not all listeners of a server that comes back call at once.</summary>
    internal static TimeSpan WaitAfter(int failures, bool isRefused, WatchLimits limits, double spread)
    {
        var wait = isRefused ? limits.LongestWait : limits.FirstWait * Math.Pow(2, Math.Clamp(failures - 1, 0, 20));
        return (wait < limits.LongestWait ? wait : limits.LongestWait) * (0.75 + (0.5 * spread));
    }

    // The wait until the next connection.
    private async Task<TimeSpan> ListenAsync(CancellationToken stop)
    {
        if (await signIns.OpenAsync(id, stop).ConfigureAwait(false) is not { } mailbox)
        {
            return limits.LongestWait;
        }

        var connection = await MailboxConnection.OpenAsync(mailbox.Settings, ConnectionLimits, FolderAccess.ReadOnly, null, stop).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        if ((connection.Client.Capabilities & ImapCapabilities.Idle) == 0)
        {
            logger.LogInformation("Mailbox {MailboxId}: the server has no IDLE; new mail is found at the interval", id);
            return limits.WithoutIdle;
        }

        // What came while nobody listened.
        var last = connection.Folder.UidValidity == mailbox.UidValidity ? mailbox.LastUid : 0;
        if (connection.Folder.Count > 0 && connection.Folder.UidNext?.Id > last + 1)
        {
            await onMail(stop).ConfigureAwait(false);
        }

        await IdleAsync(connection, stop).ConfigureAwait(false);
        return limits.FirstWait;
    }

    private async Task IdleAsync(MailboxConnection connection, CancellationToken stop)
    {
        // A stopped worker still says DONE and LOGOUT, for a moment.
        using var hard = new CancellationTokenSource();
        using var hurry = stop.Register(() => hard.CancelAfter(limits.Goodbye));
        CancellationTokenSource? done = null;
        var known = connection.Folder.Count;
        var told = false;
        connection.Folder.CountChanged += (_, _) =>
        {
            // Mails that others delete change the count too.
            told |= connection.Folder.Count > known;
            known = connection.Folder.Count;
            if (told)
            {
                Volatile.Read(ref done)?.CancelAfter(TimeSpan.Zero);
            }
        };
        while (!stop.IsCancellationRequested)
        {
            using (var renew = new CancellationTokenSource(limits.Renew, time))
            using (var end = CancellationTokenSource.CreateLinkedTokenSource(renew.Token, stop))
            {
                Volatile.Write(ref done, end);
                await connection.Client.IdleAsync(end.Token, hard.Token).ConfigureAwait(false);
                Volatile.Write(ref done, null);
            }

            failures = 0;
            if (told)
            {
                told = false;
                await onMail(stop).ConfigureAwait(false);
                await Task.Delay(limits.Burst, time, stop).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan AfterFailure(Exception e)
    {
        failures++;

        // The poll shows what is wrong where people look; one line in the log is enough.
        if (failures == 1)
        {
            logger.LogWarning("Mailbox {MailboxId}: nobody listens for new mail for now ({Reason}); it is found at the interval", id, ServerText.Clean(e.Message));
        }

#pragma warning disable CA5394 // A spread is no secret.
        return WaitAfter(failures, e is MailboxException { Step: MailboxStep.SignIn }, limits, Random.Shared.NextDouble());
#pragma warning restore CA5394
    }
}
