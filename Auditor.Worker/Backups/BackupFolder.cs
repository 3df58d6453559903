using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Backups;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Backups;

/// <summary>The folder that backups of the schedule lie in.</summary>
public sealed class BackupFolder
{
    private const string Prefix = "auditor-";
    private const string Suffix = ".age";
    private const string Moment = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary><c>Backup:Folder</c>, or <c>backups/</c> of the data folder.</summary>
    public BackupFolder(IConfiguration configuration, StorageOptions storage)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(storage);
        Path = System.IO.Path.GetFullPath(configuration[SettingCatalogue.BackupFolder] is { Length: > 0 } folder ? folder : System.IO.Path.Combine(storage.Path, "backups"));
    }

    /// <summary>Full path. It need not exist yet.</summary>
    public string Path { get; }

    /// <summary>The backups that are there, newest first.</summary>
    /// <exception cref="BackupException">The folder cannot be read.</exception>
    public IReadOnlyList<BackupFile> List() => Guarded(() => Directory.Exists(Path)
        ? [.. new DirectoryInfo(Path).EnumerateFiles(Prefix + "*" + Suffix).Select(Known).OfType<BackupFile>().OrderByDescending(f => f.MadeAt).ThenByDescending(f => f.Name, StringComparer.Ordinal)]
        : (IReadOnlyList<BackupFile>)[]);

    /// <summary>The backup of that name; null when there is none. Any other file is none.</summary>
    /// <exception cref="BackupException">The folder cannot be read.</exception>
    public BackupFile? Find(string name) => List().FirstOrDefault(f => f.Name == name);

    /// <summary>Opens a backup that <see cref="List"/> named.</summary>
    /// <exception cref="BackupException">It cannot be read.</exception>
    public FileStream Open(BackupFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Guarded(() => File.OpenRead(FullPath(file.Name)));
    }

    /// <summary>Where a backup made at that moment goes.</summary>
    internal string FullPath(DateTimeOffset at) => FullPath(Prefix + at.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture) + Suffix);

    /// <summary>Makes the folder, and holds it, so that one backup is made at a time, whatever process makes it; null while another does.</summary>
    /// <exception cref="BackupException">The folder cannot be made or written.</exception>
    internal FileStream? Take() => Guarded(() =>
    {
        PrivateFolder.Make(Path);
        try
        {
            return new FileStream(FullPath(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(FullPath(".lock")))
        {
            return null;
        }
    });

    /// <summary>Deletes all but the newest.</summary>
    /// <returns>How many went.</returns>
    internal int Prune(int kept) => Guarded(() =>
    {
        var old = List().Skip(kept).ToList();
        foreach (var file in old)
        {
            File.Delete(FullPath(file.Name));
        }

        return old.Count;
    });

    private string FullPath(string name) => System.IO.Path.Combine(Path, name);

    private static BackupFile? Known(FileInfo file) =>
        DateTimeOffset.TryParseExact(file.Name[Prefix.Length..^Suffix.Length], Moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? new BackupFile(file.Name, at, file.Length) : null;

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFault.NotAccessible, $"The folder {Path} cannot be used ({e.Message.TrimEnd('.')}): give the user '{Environment.UserName}' access to it, or name another with {SettingCatalogue.BackupFolder}.", e);
        }
    }
}

/// <summary>A backup that lies in the folder.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="MadeAt">When it was begun: it shows the database of that moment.</param>
/// <param name="Length">Octets.</param>
public sealed record BackupFile(string Name, DateTimeOffset MadeAt, long Length);
