using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Auditor.Worker.Mailboxes;

/// <summary>Asks the server for UIDs, sizes and mails; every answer is bounded.</summary>
internal sealed class MailboxFetcher(ImapFolder folder, MailboxLimits limits, MailboxVitals vitals)
{
    /// <summary>Mails whose sizes are asked for at once.</summary>
    private const int SizesAtOnce = 500;

    /// <summary>The UIDs after <paramref name="last"/>, ascending.</summary>
    public async Task<List<UniqueId>> ListAsync(long last, CancellationToken cancellationToken)
    {
        if (folder.Count == 0 || (folder.UidNext is { } next && next.Id <= last + 1))
        {
            return [];
        }

        // "n:*" also names the last mail when its UID is below n (RFC 9051 9, seq-range).
        var found = await folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(new UniqueId((uint)last + 1), UniqueId.MaxValue)), cancellationToken).ConfigureAwait(false);
        return [.. found.Where(u => u.Id > last).OrderBy(u => u.Id)];
    }

    /// <summary>The mails of <paramref name="uids"/> in batches of bounded count and size. Mails that are gone are left out.</summary>
    public async IAsyncEnumerable<List<MailboxMail>> PlanAsync(
        IEnumerable<UniqueId> uids, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in uids.Chunk(SizesAtOnce))
        {
            var summaries = await folder.FetchAsync(some, MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.InternalDate, cancellationToken).ConfigureAwait(false);
            vitals.Planned(summaries);
            var wanted = some.ToHashSet();
            var batch = new List<MailboxMail>();
            long bytes = 0;
            foreach (var mail in summaries.Where(s => wanted.Contains(s.UniqueId)).DistinctBy(s => s.UniqueId).OrderBy(s => s.UniqueId.Id).Select(s => new MailboxMail(s.UniqueId, s.Size ?? 0)))
            {
                var cost = mail.Bytes > limits.MaxMessageBytes ? 0 : mail.Bytes;
                if (batch.Count > 0 && (batch.Count == limits.BatchMessages || bytes + cost > limits.BatchBytes))
                {
                    yield return batch;
                    (batch, bytes) = ([], 0);
                }

                batch.Add(mail);
                bytes += cost;
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
    }

    /// <summary>Fetches the mails that are not too large, with one command, and keeps those that are still there.</summary>
    /// <exception cref="ImapCommandException">The server refuses.</exception>
    public async Task<List<MailboxMail>> FetchAsync(IReadOnlyList<MailboxMail> batch, CancellationToken cancellationToken)
    {
        var small = batch.Where(m => m.Bytes <= limits.MaxMessageBytes).ToDictionary(m => m.Uid);
        if (small.Count > 0)
        {
            await folder.GetStreamsAsync(
                [.. small.Keys],
                (_, _, uid, stream, _) =>
                {
                    if (small.TryGetValue(uid, out var mail) && mail.Content is null)
                    {
                        mail.Content = ((SpillStream)stream).Detach();
                    }

                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
        }

        var silent = small.Values.Where(m => m.Content is null).Select(m => m.Uid).ToList();
        if (silent.Count > 0 && await AnyLeftAsync(silent, cancellationToken).ConfigureAwait(false))
        {
            throw new ImapCommandException(ImapCommandResponse.No, "the server has the mail and does not hand it out", "the server has the mail and does not hand it out");
        }

        var large = batch.Where(m => m.Bytes > limits.MaxMessageBytes).ToList();
        await NameLargeAsync(large, cancellationToken).ConfigureAwait(false);
        return [.. batch.Where(m => m.Content is not null || large.Contains(m))];
    }

    private async Task<bool> AnyLeftAsync(List<UniqueId> uids, CancellationToken cancellationToken) =>
        (await folder.FetchAsync(uids, MessageSummaryItems.UniqueId, cancellationToken).ConfigureAwait(false)).Any(s => uids.Contains(s.UniqueId));

    private async Task NameLargeAsync(List<MailboxMail> mails, CancellationToken cancellationToken)
    {
        if (mails.Count == 0)
        {
            return;
        }

        var summaries = await folder.FetchAsync([.. mails.Select(m => m.Uid)], MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope, cancellationToken).ConfigureAwait(false);
        foreach (var summary in summaries)
        {
            if (mails.Find(m => m.Uid == summary.UniqueId) is { } mail)
            {
                mail.MessageId = summary.Envelope?.MessageId is { } id ? ServerText.Clean(id) : null;
            }
        }
    }
}
