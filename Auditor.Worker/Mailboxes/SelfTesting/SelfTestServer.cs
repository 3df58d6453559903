using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace Auditor.Worker.Mailboxes.SelfTesting;

/// <summary>What a self-test does on the server: it puts its mail into the folder, and takes that very mail away again.</summary>
internal sealed class SelfTestServer(MailboxSettings settings, MailboxLimits limits)
{
    /// <summary>Puts the mail into the folder, unless it is there from a try that was cut short.</summary>
    /// <exception cref="MailboxException">It cannot; the message says at which step and why.</exception>
    public Task AppendAsync(SelfTestMail mail, CancellationToken cancellationToken) => GuardAsync(MailboxStep.Action, async () =>
    {
        var connection = await MailboxConnection.OpenAsync(settings, limits, FolderAccess.ReadOnly, null, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var folder = connection.Folder;
        if ((await FindAsync(folder, mail, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return true;
        }

        if (await LacksAsync(connection, "i", cancellationToken).ConfigureAwait(false) is { } missing)
        {
            throw new MailboxException(MailboxStep.Action, $"The user lacks the right '{missing}' on '{folder.FullName}', so the test's mail cannot be put there. Reports may come in all the same: have its owner grant the right for the test only.");
        }

        try
        {
            using var message = mail.ToMessage();
            await folder.AppendAsync(new AppendRequest(message, MessageFlags.None), cancellationToken).ConfigureAwait(false);
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(MailboxStep.Action, $"The server does not take the test's mail into '{folder.FullName}': {Clean(e.ResponseText)}.", e);
        }

        return true;
    });

    /// <summary>Removes the mail from the folder that is read, or from those that read mails are moved to.</summary>
    /// <returns>Why it was left, one sentence; null when it is gone.</returns>
    /// <exception cref="MailboxException">The server cannot be reached.</exception>
    public Task<string?> RemoveAsync(SelfTestMail mail, CancellationToken cancellationToken) => GuardAsync(MailboxStep.Action, async () =>
    {
        var connection = await MailboxConnection.OpenAsync(settings, limits, FolderAccess.ReadWrite, null, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var folders = new List<IMailFolder> { connection.Folder };
        if (settings.Action == Core.Storage.Entities.MailboxAction.Move)
        {
            foreach (var name in new[] { settings.ProcessedFolder, settings.FailedFolder }.Distinct(StringComparer.Ordinal))
            {
                if (await MailboxFolders.TryFindAsync(connection.Client, name, cancellationToken).ConfigureAwait(false) is { } folder && folder.FullName != connection.Folder.FullName)
                {
                    folders.Add(folder);
                }
            }
        }

        foreach (var folder in folders)
        {
            if (!folder.IsOpen)
            {
                await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
            }

            var uids = await FindAsync(folder, mail, cancellationToken).ConfigureAwait(false);
            if (uids.Count > 0)
            {
                return await RemoveAsync(connection, folder, uids, cancellationToken).ConfigureAwait(false);
            }
        }

        return "The test's mail is not in the mailbox any more: something else moved or deleted it.";
    });

    private async Task<string?> RemoveAsync(MailboxConnection connection, IMailFolder folder, IList<UniqueId> uids, CancellationToken cancellationToken)
    {
        // Without UIDPLUS an EXPUNGE takes whatever others marked as deleted along (RFC 4315 2.1).
        if ((connection.Client.Capabilities & ImapCapabilities.UidPlus) == 0)
        {
            return $"The server cannot remove a single mail (no UIDPLUS), so the test's mail stays in '{folder.FullName}': delete it by hand.";
        }

        if (folder.Access != FolderAccess.ReadWrite)
        {
            return $"'{folder.FullName}' can be read only, so the test's mail stays there: have its owner delete it.";
        }

        try
        {
            await folder.AddFlagsAsync(uids, MessageFlags.Deleted, true, cancellationToken).ConfigureAwait(false);
            await folder.ExpungeAsync(uids, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapCommandException e)
        {
            return $"The server does not delete the test's mail in '{folder.FullName}': {Clean(e.ResponseText)}. Delete it by hand.";
        }

        // A server may answer OK to what the user has no right to do (RFC 4314 4).
        return (await FindAsync(folder, mail: null, cancellationToken, uids).ConfigureAwait(false)).Count == 0
            ? null
            : $"The user has no right to delete in '{folder.FullName}', so the test's mail stays there: have its owner delete it.";
    }

    // The Message-ID holds the test's number: what is found by it and has exactly it is our own mail.
    private static async Task<IList<UniqueId>> FindAsync(IMailFolder folder, SelfTestMail? mail, CancellationToken cancellationToken, IList<UniqueId>? among = null)
    {
        if (folder.Count == 0)
        {
            return [];
        }

        var found = among ?? await folder.SearchAsync(SearchQuery.HeaderContains("Message-ID", mail!.MessageId), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return [];
        }

        var summaries = await folder.FetchAsync(found, MessageSummaryItems.UniqueId | MessageSummaryItems.Envelope, cancellationToken).ConfigureAwait(false);
        return [.. summaries.Where(s => found.Contains(s.UniqueId) && (mail is null || s.Envelope?.MessageId == mail.MessageId)).Select(s => s.UniqueId)];
    }

    // RFC 4314 4; without ACL the server tells when it is tried.
    private static async Task<string?> LacksAsync(MailboxConnection connection, string right, CancellationToken cancellationToken)
    {
        if ((connection.Client.Capabilities & ImapCapabilities.Acl) == 0)
        {
            return null;
        }

        try
        {
            return (await connection.Folder.GetMyAccessRightsAsync(cancellationToken).ConfigureAwait(false)).Contains(new AccessRight(right[0])) ? null : right;
        }
        catch (ImapCommandException)
        {
            return null;
        }
    }

    private async Task<T> GuardAsync<T>(MailboxStep step, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(step, $"{settings.Host} refuses what the test needs: {Clean(e.ResponseText)}.", e);
        }
        catch (Exception e) when (e is IOException or SocketException or ImapProtocolException or ServiceNotConnectedException or TimeoutException)
        {
            throw new MailboxException(step, $"{settings.Host} broke the connection of the test off: {Clean(e.Message)}.", e);
        }
    }

    private string Clean(string? text) => ServerText.Clean(text, settings.Password);
}
