using System.Net.Sockets;
using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// What a poll sees of the mailbox beside its mails: whether the user was let in, what waits, and how full it is. It is kept whether the poll goes well or not, and of all
/// only the quota costs a question.
/// </summary>
/// <param name="quotaAt">When the quota was told last; null when it never was.</param>
/// <param name="time">The clock.</param>
internal sealed class MailboxVitals(DateTimeOffset? quotaAt, TimeProvider time)
{
    // A listener has the mailbox read with each mail that comes: the quota need not be asked for each time.
    private static readonly TimeSpan QuotaEvery = TimeSpan.FromMinutes(10);

    // All mails are read by then; nobody should have to wait for a server that thinks about its quota.
    private static readonly TimeSpan QuotaPatience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<uint, DateTimeOffset> arrivals = [];
    private DateTimeOffset? signedInAt;
    private DateTimeOffset? listedAt;
    private List<UniqueId> listed = [];
    private int countWhenListed;
    private int taken;
    private int expunged;
    private IMailFolder? watched;
    private QuotaAnswer quota = QuotaAnswer.NotAsked;
    private long used;
    private long? limit;

    private enum QuotaAnswer
    {
        NotAsked,
        NotTold,
        Told,
    }

    /// <summary>The server let the user in.</summary>
    public void SignedIn() => signedInAt = time.GetUtcNow();

    /// <summary>The mails to read, ascending.</summary>
    public void Listed(IMailFolder folder, List<UniqueId> uids)
    {
        (listedAt, listed, taken, expunged, countWhenListed) = (time.GetUtcNow(), uids, 0, 0, folder.Count);
        arrivals.Clear();
        if (watched != folder)
        {
            watched = folder;
            folder.MessageExpunged += (_, _) => expunged++;
            folder.MessagesVanished += (_, e) => expunged += e.Earlier ? 0 : e.UniqueIds.Count;
        }
    }

    /// <summary>What the server says of some of them; their INTERNALDATEs are kept until they are read.</summary>
    public void Planned(IEnumerable<IMessageSummary> summaries)
    {
        arrivals.Clear();
        foreach (var summary in summaries)
        {
            if (summary.InternalDate is { } at)
            {
                arrivals[summary.UniqueId.Id] = at;
            }
        }
    }

    /// <summary>Every mail up to <paramref name="last"/> is in the ledger.</summary>
    public void TakenUpTo(long last)
    {
        while (taken < listed.Count && listed[taken].Id <= last)
        {
            taken++;
        }
    }

    /// <summary>Asks for the quota of the folder's root (RFC 9208 4.3.2), when the server has any and it is time. Whatever becomes of it, the poll is not held against.</summary>
    public async Task AskQuotaAsync(ImapClient client, IMailFolder folder, CancellationToken cancellationToken)
    {
        if ((client.Capabilities & ImapCapabilities.Quota) == 0)
        {
            quota = QuotaAnswer.NotTold;
            return;
        }

        if (quotaAt is { } at && time.GetUtcNow() - at < QuotaEvery)
        {
            return;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(QuotaPatience);
        try
        {
            var answer = await folder.GetQuotaAsync(patience.Token).ConfigureAwait(false);

            // STORAGE counts units of 1024 octets (RFC 9208 5.1).
            (quota, used, limit) = answer?.CurrentStorageSize is { } size ? (QuotaAnswer.Told, size * 1024L, answer.StorageLimit * 1024L) : (QuotaAnswer.NotTold, 0, null);
        }
        catch (ImapCommandException)
        {
            quota = QuotaAnswer.NotTold;
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or ServiceNotConnectedException or TimeoutException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What is known stays known.
        }
    }

    /// <summary>Notes all of it.</summary>
    public void ApplyTo(Mailbox mailbox)
    {
        mailbox.SignedInAt = signedInAt ?? mailbox.SignedInAt;
        if (listedAt is { } looked)
        {
            // Mails that came meanwhile are told by the count; they are as old as the poll at most.
            var meanwhile = Math.Max(0, (watched?.Count ?? 0) + expunged - countWhenListed);
            mailbox.LookedAt = looked;
            mailbox.WaitingMails = listed.Count - taken + meanwhile;
            mailbox.OldestWaitingAt = taken < listed.Count ? arrivals.TryGetValue(listed[taken].Id, out var at) ? at : null
                : meanwhile > 0 ? looked
                : null;
        }

        if (quota != QuotaAnswer.NotAsked)
        {
            var isTold = quota == QuotaAnswer.Told;
            mailbox.QuotaAt = isTold ? time.GetUtcNow() : null;
            mailbox.QuotaUsedBytes = isTold ? used : null;
            mailbox.QuotaLimitBytes = isTold ? limit : null;
        }
    }
}
