using System.Text.Json.Serialization;

namespace Auditor.Core.Storage.Backups;

/// <summary>A table of a backup.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Columns">Its columns, in the order of the values in each row.</param>
public sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns);

/// <summary>A column of a backup.</summary>
/// <param name="Name">Its name in the database.</param>
/// <param name="Kind">How its values are written.</param>
public sealed record BackupColumn(string Name, [property: JsonConverter(typeof(JsonStringEnumConverter<BackupKind>))] BackupKind Kind);

/// <summary>The kinds of values, alike in both databases.</summary>
public enum BackupKind
{
    /// <summary>A JSON number without fraction; truth is 0 or 1.</summary>
    Integer = 1,

    /// <summary>A JSON number.</summary>
    Real = 2,

    /// <summary>A JSON string.</summary>
    Text = 3,

    /// <summary>A JSON string in base 64.</summary>
    Bytes = 4,
}

/// <summary>The first entry of a backup: all that a reader must know before the rows.</summary>
public sealed record BackupHead
{
    /// <summary>The form of the archive itself. A program reads its own and all lower ones.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    /// <summary>The version of Auditor that wrote it.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The database that it was taken from. It can be restored to either.</summary>
    public required string Provider { get; init; }

    /// <summary>Names of the migrations that the schema had, oldest first, without their time.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>Tables, each after those that it refers to.</summary>
    public required IReadOnlyList<BackupTable> Tables { get; init; }
}

/// <summary>The last entry of a backup: what there must have been before it.</summary>
public sealed record BackupEnd
{
    /// <summary>Rows by table.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Files of the key ring.</summary>
    public required int Keys { get; init; }
}
