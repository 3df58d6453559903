using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Search;

namespace Auditor.Worker.Mailboxes;

/// <summary>Flags or moves mails whose parts are stored. A failure is kept in words and ends only the actions of this poll, never the reading.</summary>
internal sealed class MailboxActions(MailboxConnection connection, MailboxSettings settings)
{
    private IMailFolder? processed;
    private IMailFolder? failed;

    /// <summary>Why mails stay as they are; null while all went well.</summary>
    public string? Error { get; private set; }

    /// <summary>The mails up to <paramref name="last"/> that still wait for the action, for example since a worker was killed after storing them.</summary>
    public async Task<IReadOnlyList<UniqueId>> LeftBehindAsync(long last, CancellationToken cancellationToken)
    {
        if (settings.Action == MailboxAction.Leave || last == 0 || connection.Folder.Count == 0)
        {
            return [];
        }

        var query = SearchQuery.Uids(new UniqueIdRange(UniqueId.MinValue, new UniqueId((uint)last)));
        var found = await connection.Folder.SearchAsync(settings.Action == MailboxAction.Flag ? query.And(SearchQuery.NotSeen) : query, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(u => u.Id <= last)];
    }

    /// <summary>Does what the settings ask for.</summary>
    /// <param name="good">Mails whose parts were all taken.</param>
    /// <param name="bad">Mails with a quarantined or failed part.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ApplyAsync(IList<UniqueId> good, IList<UniqueId> bad, CancellationToken cancellationToken)
    {
        if (settings.Action == MailboxAction.Leave || Error is not null)
        {
            return;
        }

        try
        {
            if (settings.Action == MailboxAction.Flag)
            {
                await FlagAsync([.. good, .. bad], cancellationToken).ConfigureAwait(false);
                return;
            }

            if (good.Count > 0)
            {
                processed ??= await MailboxFolders.FindOrCreateAsync(connection.Client, settings.ProcessedFolder, cancellationToken).ConfigureAwait(false);
                await MoveAsync(good, processed, cancellationToken).ConfigureAwait(false);
            }

            if (bad.Count > 0)
            {
                failed ??= await MailboxFolders.FindOrCreateAsync(connection.Client, settings.FailedFolder, cancellationToken).ConfigureAwait(false);
                await MoveAsync(bad, failed, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MailKit.Net.Imap.ImapCommandException e)
        {
            var reason = ServerText.Clean(e.ResponseText, settings.Password);
            Error = settings.Action == MailboxAction.Flag
                ? $"The mails are stored, but the server does not flag them: {reason}."
                : $"The mails are stored, but the server does not move them: {reason}.";
        }
        catch (MailboxException e)
        {
            Error = $"The mails are stored, but cannot be moved. {e.Message}";
        }
    }

    private async Task FlagAsync(IList<UniqueId> uids, CancellationToken cancellationToken)
    {
        if (uids.Count > 0)
        {
            await connection.Folder.AddFlagsAsync(uids, MessageFlags.Seen, true, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task MoveAsync(IList<UniqueId> uids, IMailFolder target, CancellationToken cancellationToken)
    {
        if (target.FullName == connection.Folder.FullName)
        {
            throw new MailboxException(MailboxStep.Folder, $"The folder to move to, '{target.FullName}', is the one that is read; name another.");
        }

        await connection.Folder.MoveToAsync(uids, target, cancellationToken).ConfigureAwait(false);
    }
}
