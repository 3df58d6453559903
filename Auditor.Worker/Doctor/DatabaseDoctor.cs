using System.Globalization;
using Auditor.Core.Storage;

namespace Auditor.Worker.Doctor;

/// <summary>Whether the database can be opened, has the schema of this program, and has room to grow. Nothing is made or changed.</summary>
internal sealed class DatabaseDoctor(AuditorDatabase database)
{
    private const string Area = "database";
    private const long MiB = 1024 * 1024;

    /// <summary>Less than this and the next backup or migration may not fit: a migration can rewrite the largest table.</summary>
    private const long LowSpace = 1024 * MiB;

    /// <summary>Less than this and a single night of reports may fill the disk.</summary>
    private const long NoSpace = 100 * MiB;

    /// <summary>True when there is a database to read.</summary>
    public bool Exists => !database.IsSqlite || File.Exists(database.Options.DatabaseFile);

    public async Task<DoctorCheck> SchemaAsync(CancellationToken cancellationToken)
    {
        var place = database.IsSqlite ? database.Options.DatabaseFile : "PostgreSQL";
        if (!Exists)
        {
            return DoctorCheck.Warning(Area, "schema", $"There is no database at {place} yet.", "It is made when the product starts, or with 'auditor migrate'. If there should be one, correct Storage:Path.");
        }

        try
        {
            await new DatabaseMigrator(database).EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
            return DoctorCheck.Ok(Area, "schema", $"{place} can be opened, and its schema is the one of this program.");
        }
        catch (StorageException e)
        {
            return DoctorCheck.Failed(Area, "schema", e.Message, e.Fault == StorageFault.TooOld ? "Run 'auditor migrate'." : null);
        }
    }

    /// <summary>Free space where the data lies; for PostgreSQL that is the key ring's disk, the server's own cannot be seen from here.</summary>
    public DoctorCheck Space()
    {
        var folder = ExistingFolder(database.Options.Path);
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var words = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1024 * MiB):0.0} GiB are free for {database.Options.Path}.");
            return free < NoSpace ? DoctorCheck.Failed(Area, "disk", words, "Free some space, or move the data folder (Storage:Path).")
                : free < LowSpace ? DoctorCheck.Warning(Area, "disk", words, "Free some space: a backup or an upgrade may not fit.")
                : DoctorCheck.Ok(Area, "disk", words);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return DoctorCheck.Skipped(Area, "disk", $"The free space of {folder} cannot be read: {e.Message}");
        }
    }

    private static string ExistingFolder(string path)
    {
        var at = path;
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { Length: > 0 } parent)
        {
            at = parent;
        }

        return at;
    }
}
