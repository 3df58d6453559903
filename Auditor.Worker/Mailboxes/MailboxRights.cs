using Auditor.Core.Storage.Entities;
using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>Tells whether mails may be flagged or moved as the settings ask, without doing it.</summary>
internal static class MailboxRights
{
    /// <summary>What was found, one sentence.</summary>
    /// <exception cref="MailboxException">A right is missing; the message names it.</exception>
    public static async Task<string> CheckAsync(MailboxConnection connection, MailboxSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Action == MailboxAction.Leave)
        {
            return "Mails stay as they are, so no right to write is needed.";
        }

        try
        {
            return settings.Action == MailboxAction.Flag
                ? await CheckFlagAsync(connection, cancellationToken).ConfigureAwait(false)
                : await CheckMoveAsync(connection, settings, cancellationToken).ConfigureAwait(false);
        }
        catch (ImapCommandException e)
        {
            throw new MailboxException(MailboxStep.Write, $"The server does not tell what '{settings.UserName}' may do: {ServerText.Clean(e.ResponseText, settings.Password)}.", e);
        }
    }

    private static async Task<string> CheckFlagAsync(MailboxConnection connection, CancellationToken cancellationToken)
    {
        await RequireAsync(connection, connection.Folder, "s", "marked as read", cancellationToken).ConfigureAwait(false);
        return (connection.Folder.PermanentFlags & MessageFlags.Seen) != 0
            ? "Mails can be marked as read."
            : throw new MailboxException(MailboxStep.Write, $"The server keeps no read marks in '{connection.Folder.FullName}'; move mails, or leave them as they are.");
    }

    private static async Task<string> CheckMoveAsync(MailboxConnection connection, MailboxSettings settings, CancellationToken cancellationToken)
    {
        // Moving is copying, marking as deleted and expunging (RFC 6851 3.3).
        await RequireAsync(connection, connection.Folder, "te", "moved away", cancellationToken).ConfigureAwait(false);
        var missing = new List<string>();
        foreach (var name in new[] { settings.ProcessedFolder, settings.FailedFolder }.Distinct(StringComparer.Ordinal))
        {
            if (await MailboxFolders.TryFindAsync(connection.Client, name, cancellationToken).ConfigureAwait(false) is not { } folder)
            {
                missing.Add($"'{name}'");
            }
            else if (folder.FullName == connection.Folder.FullName)
            {
                throw new MailboxException(MailboxStep.Write, $"The folder to move to, '{folder.FullName}', is the one that is read; name another.");
            }
            else
            {
                await RequireAsync(connection, folder, "i", "moved there", cancellationToken).ConfigureAwait(false);
            }
        }

        return missing.Count == 0 ? "Mails can be moved." : $"Mails can be moved away; {string.Join(" and ", missing)} will be made with the first mail that goes there.";
    }

    private static async Task RequireAsync(MailboxConnection connection, IMailFolder folder, string rights, string what, CancellationToken cancellationToken)
    {
        if (folder == connection.Folder && folder.Access != FolderAccess.ReadWrite)
        {
            throw new MailboxException(MailboxStep.Write, $"'{folder.FullName}' can be read only, so mails cannot be {what}. Give the user the right to write, or choose that mails stay as they are.");
        }

        // RFC 4314 4; without ACL the server tells when it is tried.
        if ((connection.Client.Capabilities & ImapCapabilities.Acl) == 0)
        {
            return;
        }

        var mine = await folder.GetMyAccessRightsAsync(cancellationToken).ConfigureAwait(false);
        var missing = new string([.. rights.Where(r => !mine.Contains(new AccessRight(r)))]);
        if (missing.Length > 0)
        {
            throw new MailboxException(MailboxStep.Write, missing.Length > 1
                ? $"Mails cannot be {what}: the user lacks the rights '{missing}' on '{folder.FullName}'. Have its owner grant them, or choose that mails stay as they are."
                : $"Mails cannot be {what}: the user lacks the right '{missing}' on '{folder.FullName}'. Have its owner grant it, or choose that mails stay as they are.");
        }
    }
}
