using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;

namespace Auditor.Worker.Backups;

/// <summary>Writes a backup to a file, and takes it for one only when it could be read back.</summary>
public sealed class BackupArchive(AuditorDatabase database, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes and reads back. Until then the file has another name; after a failure nothing is left of it.</summary>
    /// <param name="path">Where it goes; there must be nothing.</param>
    /// <param name="passphrase">What opens it again.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BackupException">The file is there already or cannot be written, or did not read back.</exception>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public async Task<BackupContent> WriteAsync(string path, string passphrase, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            throw new BackupException(BackupFault.NotAccessible, $"There is a file {path} already: name another one.");
        }

        var part = path + ".part";
        try
        {
            var content = await WriteAndReadAsync(part, passphrase, cancellationToken).ConfigureAwait(false);
            File.Move(part, path, overwrite: false);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFault.NotAccessible, $"The file {path} cannot be written ({e.Message.TrimEnd('.')}): free some space, or give the user '{Environment.UserName}' access to its folder.", e);
        }
        finally
        {
            if (File.Exists(part))
            {
                File.Delete(part);
            }
        }
    }

    private async Task<BackupContent> WriteAndReadAsync(string part, string passphrase, CancellationToken cancellationToken)
    {
        var file = new FileStream(part, Options());
        await using var _ = file.ConfigureAwait(false);
        await new BackupWriter(database, time).WriteAsync(file, passphrase, cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
        file.Position = 0;
        return await BackupReader.CheckAsync(file, passphrase, cancellationToken).ConfigureAwait(false);
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 128 * 1024 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
