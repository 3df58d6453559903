namespace Auditor.Core.Storage;

/// <summary>Where the data lies: section <c>Storage</c> of the configuration, or <c>AUDITOR__STORAGE__...</c> in the environment.</summary>
public sealed class StorageOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Storage";

    /// <summary>The database's file within <see cref="Path"/>.</summary>
    public const string FileName = "auditor.db";

    /// <summary><c>Storage:Provider</c>: sqlite or postgres.</summary>
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary><c>Storage:Path</c>: the folder of the SQLite database and of the key ring, absolute.</summary>
    public string Path { get; init; } = System.IO.Path.GetFullPath("data");

    /// <summary>
    /// <c>Storage:ConnectionString</c>, or the text of the file named by <c>Storage:ConnectionString_FILE</c>: PostgreSQL only; null with SQLite.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary><c>Storage:BusyTimeoutSeconds</c>: how long a statement waits for a database that another process holds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Key of the setting that keeps failure reports.</summary>
    public const string KeepFailureReportsKey = "Reports:KeepFailureReports";

    /// <summary>What the configuration says about keeping failure reports; null when it says nothing, and the setting of the product counts.</summary>
    public bool? KeepsFailureReports { get; init; }

    /// <summary>Key of the setting that says for how many days reports are kept as they arrived.</summary>
    public const string RawDaysKey = "Retention:RawDays";

    /// <summary>What the configuration says about these days; null when it says nothing, and the setting of the product counts.</summary>
    public int? RawDays { get; init; }

    /// <summary>Full path of the SQLite database.</summary>
    public string DatabaseFile => System.IO.Path.Combine(Path, FileName);

    /// <summary>Full path of the folder with the key ring that protects mailbox passwords.</summary>
    public string KeyRingPath => System.IO.Path.Combine(Path, "keys");
}

/// <summary>The databases that the product runs on.</summary>
public enum StorageProvider
{
    Sqlite = 1,
    Postgres = 2,
}
