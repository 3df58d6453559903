using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage;

/// <summary>
/// Lets one process migrate a SQLite file. The operating system frees a locked file when its process dies; EF Core's own lock is a row, which a killed
/// process leaves behind for good, so it is cleared here, where nobody else can be at work.
/// </summary>
internal static class SqliteMigrationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the lock; disposing of it frees it. The file stays: were it deleted, two processes could each hold a file of that name.</summary>
    /// <exception cref="StorageException">It was not free within <paramref name="patience"/>, or the folder cannot be written.</exception>
    public static async Task<FileStream> TakeAsync(StorageOptions options, TimeSpan patience, CancellationToken cancellationToken)
    {
        var path = options.DatabaseFile + ".lock";
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new StorageException(StorageFault.ReadOnly,
                    $"The folder {options.Path} cannot be written: give the user '{Environment.UserName}' write access to it, or name another folder with Storage:Path.", e);
            }
            catch (IOException) when (waited < patience)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw new StorageException(StorageFault.Locked,
                    $"Another process has been upgrading {options.DatabaseFile} for more than {patience.TotalSeconds:0} s, or its folder cannot be written ({e.Message}).", e);
            }
        }
    }

    /// <summary>Removes what a killed process left of EF Core's lock.</summary>
    public static Task ClearAsync(AuditorDbContext context, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
}
