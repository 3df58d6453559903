using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Finds and makes folders by the path that the user wrote. Servers differ in the separator (<c>/</c>, <c>.</c>) and in whether
/// personal folders lie below the root or below INBOX, so a path is tried as written, then in the server's own form.
/// </summary>
internal static class MailboxFolders
{
    /// <summary>Folders named in an error, at most.</summary>
    private const int MaxNamed = 12;

    /// <summary>Finds a folder.</summary>
    /// <exception cref="MailboxException">There is none; the message names those that there are.</exception>
    public static async Task<IMailFolder> FindAsync(ImapClient client, string path, CancellationToken cancellationToken) =>
        await TryFindAsync(client, path, cancellationToken).ConfigureAwait(false)
        ?? throw new MailboxException(MailboxStep.Folder, $"There is no folder '{path}' in this mailbox; it has {await ListAsync(client, cancellationToken).ConfigureAwait(false)}.");

    /// <summary>Finds a folder or makes it, level by level.</summary>
    /// <exception cref="MailboxException">The server does not make it.</exception>
    public static async Task<IMailFolder> FindOrCreateAsync(ImapClient client, string path, CancellationToken cancellationToken)
    {
        if (await TryFindAsync(client, path, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        ImapCommandException? refusal = null;
        foreach (var root in Roots(client))
        {
            try
            {
                var folder = root;
                foreach (var name in Levels(path, root.DirectorySeparator, root == client.Inbox))
                {
                    folder = await ChildAsync(folder, name, cancellationToken).ConfigureAwait(false);
                }

                return folder;
            }
            catch (ImapCommandException e)
            {
                refusal = e;
            }
        }

        throw new MailboxException(MailboxStep.Folder, $"The server does not create the folder '{path}': {ServerText.Clean(refusal?.ResponseText)}. Create it by hand or name another.", refusal);
    }

    private static async Task<IMailFolder?> TryFindAsync(ImapClient client, string path, CancellationToken cancellationToken)
    {
        foreach (var candidate in Candidates(client, path))
        {
            try
            {
                var folder = await client.GetFolderAsync(candidate, cancellationToken).ConfigureAwait(false);
                if ((folder.Attributes & (FolderAttributes.NonExistent | FolderAttributes.NoSelect)) == 0)
                {
                    return folder;
                }
            }
            catch (FolderNotFoundException)
            {
                // The next form of the path.
            }
            catch (ImapCommandException)
            {
                // Some servers answer NO to LIST of a name that breaks their own rules: then it is not there either.
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates(ImapClient client, string path)
    {
        var forms = new List<string> { path };
        foreach (var root in Roots(client))
        {
            var separator = root.DirectorySeparator;
            if (separator == '\0')
            {
                continue;
            }

            var inForm = string.Join(separator, Levels(path, separator, belowInbox: false));
            forms.Add(inForm);
            if (root.FullName.Length > 0)
            {
                forms.Add(root.FullName + separator + string.Join(separator, Levels(path, separator, belowInbox: true)));
            }
        }

        return forms.Where(f => f.Length > 0).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<IMailFolder> Roots(ImapClient client)
    {
        foreach (var space in client.PersonalNamespaces)
        {
            yield return client.GetFolder(space);
        }

        if (client.Inbox is { } inbox)
        {
            yield return inbox;
        }
    }

    // "A/B" and "A.B" mean the same wherever the server separates with one of the two.
    private static List<string> Levels(string path, char separator, bool belowInbox)
    {
        var levels = path.Split(separator is '/' or '.' && !path.Contains(separator, StringComparison.Ordinal) ? ['/', '\\'] : ['/', separator], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (belowInbox && levels.Count > 1 && levels[0].Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            levels.RemoveAt(0);
        }

        return levels;
    }

    private static async Task<IMailFolder> ChildAsync(IMailFolder parent, string name, CancellationToken cancellationToken)
    {
        foreach (var child in await parent.GetSubfoldersAsync(false, cancellationToken).ConfigureAwait(false))
        {
            if (child.Name.Equals(name, StringComparison.Ordinal) || (child.Name.Equals("INBOX", StringComparison.OrdinalIgnoreCase) && name.Equals("INBOX", StringComparison.OrdinalIgnoreCase)))
            {
                return child;
            }
        }

        return await parent.CreateAsync(name, true, cancellationToken).ConfigureAwait(false)
            ?? throw new MailboxException(MailboxStep.Folder, $"The server does not create the folder '{name}'. Create it by hand or name another.");
    }

    private static async Task<string> ListAsync(ImapClient client, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var space in client.PersonalNamespaces)
        {
            var folders = await client.GetFoldersAsync(space, false, cancellationToken).ConfigureAwait(false);
            names.AddRange(folders.Where(f => (f.Attributes & (FolderAttributes.NonExistent | FolderAttributes.NoSelect)) == 0).Select(f => f.FullName));
        }

        var shown = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return shown.Count switch
        {
            0 => "none that can be read",
            <= MaxNamed => ServerText.Clean(string.Join(", ", shown)),
            _ => ServerText.Clean(string.Join(", ", shown.Take(MaxNamed))) + $" and {shown.Count - MaxNamed} more",
        };
    }
}
