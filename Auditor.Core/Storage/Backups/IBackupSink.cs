namespace Auditor.Core.Storage.Backups;

/// <summary>Takes what a backup holds, in the order in which it stands there.</summary>
internal interface IBackupSink
{
    /// <summary>What follows.</summary>
    Task BeginAsync(BackupHead head, CancellationToken cancellationToken);

    /// <summary>Some rows of a table: JSON arrays, one a line.</summary>
    Task RowsAsync(BackupTable table, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    /// <summary>A file of the key ring.</summary>
    Task KeyAsync(string fileName, byte[] content, CancellationToken cancellationToken);
}
