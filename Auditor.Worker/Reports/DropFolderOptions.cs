using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Reports;

/// <summary>The folder that other programs lay reports into; from the configuration only.</summary>
public sealed record DropFolderOptions
{
    public const string FolderKey = "Intake:DropFolder";
    public const string DoneKey = "Intake:DropFolderDone";
    public const string InvalidKey = "Intake:DropFolderInvalid";

    /// <summary>Full path; null when there is no drop folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Where files go whose parts were all taken; made when missing.</summary>
    public string Done { get; init; } = "";

    /// <summary>Where files go that hold no report, or a part that cannot be used; made when missing.</summary>
    public string Invalid { get; init; } = "";

    public static DropFolderOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration[FolderKey] is { Length: > 0 } folder
            ? new DropFolderOptions { Folder = Path.GetFullPath(folder), Done = Beside(folder, configuration[DoneKey], "processed"), Invalid = Beside(folder, configuration[InvalidKey], "invalid") }
            : new DropFolderOptions();
    }

    /// <summary>What is wrong with the three together; null when nothing is.</summary>
    public static string? Conflict(IConfiguration configuration)
    {
        var options = Read(configuration);
        return options.Folder is { } folder && (Path.TrimEndingDirectorySeparator(options.Done) == Path.TrimEndingDirectorySeparator(folder) || Path.TrimEndingDirectorySeparator(options.Invalid) == Path.TrimEndingDirectorySeparator(folder))
            ? $"The configuration values of {DoneKey} and {InvalidKey} must name other folders than {FolderKey}: files would be taken in again and again."
            : null;
    }

    /// <summary>What is wrong with the folder; null when it can be read and written.</summary>
    public static string? CheckFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return $"There is no folder '{folder}'; make it, owned by the user that Auditor runs as.";
        }

        try
        {
            using var entries = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            entries.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{folder}' cannot be read ({e.Message.TrimEnd('.')}); give the user that Auditor runs as the right to.";
        }

        return CheckWriting(folder);
    }

    /// <summary>What is wrong with a folder that files go to; null when it is writable, or can be made.</summary>
    public static string? CheckTarget(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"The folder '{folder}' cannot be made ({e.Message.TrimEnd('.')}).";
        }

        return CheckWriting(folder);
    }

    // Rights say little about mounts that are read-only: only a file tells.
    private static string? CheckWriting(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".auditor-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The folder '{folder}' cannot be written to ({e.Message.TrimEnd('.')}): files could not be moved once they are taken in.";
        }
    }

    private static string Beside(string folder, string? configured, string name) => Path.GetFullPath(string.IsNullOrWhiteSpace(configured) ? Path.Combine(folder, name) : configured);
}
