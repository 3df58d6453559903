using MailKit;
using MailKit.Net.Imap;

namespace Auditor.Worker.Mailboxes;

/// <summary>
/// Finds and makes folders by the path that the user wrote. Servers differ in the separator (<c>/</c>, <c>.</c>), in whether personal
/// folders lie below the root or below INBOX, and in where shared ones lie, so a path is tried as written, then in the server's own form.
/// </summary>
internal static class MailboxFolders
{
    /// <summary>Folders named in an error, at most.</summary>
    private const int MaxNamed = 12;

    /// <summary>Folders offered to choose from, at most.</summary>
    private const int MaxListed = 1_000;

    /// <summary>Finds a folder.</summary>
    /// <exception cref="MailboxException">There is none; the message names those that there are.</exception>
    public static async Task<IMailFolder> FindAsync(ImapClient client, string path, CancellationToken cancellationToken) =>
        await TryFindAsync(client, path, cancellationToken).ConfigureAwait(false)
        ?? throw new MailboxException(MailboxStep.Folder, $"There is no folder '{path}' in this mailbox; it has {await DescribeAsync(client, cancellationToken).ConfigureAwait(false)}.");

    /// <summary>Finds a folder or makes it, level by level.</summary>
    /// <exception cref="MailboxException">The server does not make it.</exception>
    public static async Task<IMailFolder> FindOrCreateAsync(ImapClient client, string path, CancellationToken cancellationToken)
    {
        if (await TryFindAsync(client, path, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        ImapCommandException? refusal = null;
        foreach (var (root, levels) in Places(client, path).Where(p => p.Levels.Count > 0))
        {
            try
            {
                var folder = root;
                foreach (var name in levels)
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

    /// <summary>Finds a folder; null when there is none.</summary>
    public static async Task<IMailFolder?> TryFindAsync(ImapClient client, string path, CancellationToken cancellationToken)
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

    private static IEnumerable<string> Candidates(ImapClient client, string path) =>
        Places(client, path).Where(p => p.Levels.Count > 0 && p.Root.DirectorySeparator != '\0')
            .Select(p => (p.Root.FullName.Length > 0 ? p.Root.FullName + p.Root.DirectorySeparator : string.Empty) + string.Join(p.Root.DirectorySeparator, p.Levels))
            .Prepend(path).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal);

    // Where a path may lie: in the namespace that it names (RFC 2342), among the personal folders, below INBOX. Each namespace has its own separator.
    private static IEnumerable<(IMailFolder Root, List<string> Levels)> Places(ImapClient client, string path)
    {
        var named = new List<(IMailFolder, List<string>)>();
        var personal = new List<(IMailFolder, List<string>)>();
        foreach (var (root, isPersonal) in Roots(client))
        {
            var levels = Levels(path, root.DirectorySeparator);
            var prefix = root.FullName.Split(root.DirectorySeparator, StringSplitOptions.RemoveEmptyEntries);
            if (prefix.Length > 0 && levels.Count > prefix.Length && prefix.Zip(levels).All(p => p.First.Equals(p.Second, IsInbox(p.First) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)))
            {
                named.Add((root, levels[prefix.Length..]));
            }
            else if (isPersonal)
            {
                personal.Add((root, levels));
            }
        }

        return named.Concat(personal);
    }

    // INBOX is a place to look below, whatever the namespaces say.
    private static IEnumerable<(IMailFolder Root, bool IsPersonal)> Roots(ImapClient client) =>
        Spaces(client).Select(s => (Root: RootOf(client, s.Space), s.IsPersonal)).Where(r => r.Root is not null).Select(r => (r.Root!, r.IsPersonal))
            .Concat(client.Inbox is { } inbox ? [(inbox, true)] : []);

    // Null for a namespace that the server names and does not show.
    private static IMailFolder? RootOf(ImapClient client, FolderNamespace space)
    {
        try
        {
            return client.GetFolder(space);
        }
        catch (FolderNotFoundException)
        {
            return null;
        }
    }

    private static IEnumerable<(FolderNamespace Space, bool IsPersonal)> Spaces(ImapClient client) =>
        client.PersonalNamespaces.Select(n => (n, true)).Concat(client.SharedNamespaces.Concat(client.OtherNamespaces).Select(n => (n, false)));

    private static bool IsInbox(string name) => name.Equals("INBOX", StringComparison.OrdinalIgnoreCase);

    // "A/B" and "A.B" mean the same wherever the server separates with one of the two.
    private static List<string> Levels(string path, char separator) =>
        [.. path.Split(separator is '/' or '.' && !path.Contains(separator, StringComparison.Ordinal) ? ['/', '\\'] : ['/', separator], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static async Task<IMailFolder> ChildAsync(IMailFolder parent, string name, CancellationToken cancellationToken)
    {
        foreach (var child in await parent.GetSubfoldersAsync(false, cancellationToken).ConfigureAwait(false))
        {
            if (child.Name.Equals(name, StringComparison.Ordinal) || (IsInbox(child.Name) && IsInbox(name)))
            {
                return child;
            }
        }

        return await parent.CreateAsync(name, true, cancellationToken).ConfigureAwait(false)
            ?? throw new MailboxException(MailboxStep.Folder, $"The server does not create the folder '{name}'. Create it by hand or name another.");
    }

    /// <summary>The full names of all folders that can be read: personal, shared and other users' ones, INBOX first; <see cref="MaxListed"/> at most.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(ImapClient client, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var (space, isPersonal) in Spaces(client))
        {
            try
            {
                var folders = await client.GetFoldersAsync(space, false, cancellationToken).ConfigureAwait(false);
                names.AddRange(folders.Where(f => (f.Attributes & (FolderAttributes.NonExistent | FolderAttributes.NoSelect)) == 0).Select(f => f.FullName));
            }
            catch (Exception e) when (!isPersonal && e is ImapCommandException or FolderNotFoundException)
            {
                // A namespace that the server names and does not list holds nothing for us.
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal).OrderByDescending(IsInbox).ThenBy(n => n, StringComparer.Ordinal).Take(MaxListed)];
    }

    private static async Task<string> DescribeAsync(ImapClient client, CancellationToken cancellationToken)
    {
        var shown = await ListAsync(client, cancellationToken).ConfigureAwait(false);
        return shown.Count switch
        {
            0 => "none that can be read",
            <= MaxNamed => ServerText.Clean(string.Join(", ", shown)),
            _ => ServerText.Clean(string.Join(", ", shown.Take(MaxNamed))) + $" and {shown.Count - MaxNamed} more",
        };
    }
}
