using System.Data.Common;

namespace Auditor.Core.Storage;

/// <summary>What a database says of its own schema, and the making of a new SQLite file: without EF Core.</summary>
internal sealed class SchemaHistory(StorageConnections database)
{
    private const string HistoryTable = "__EFMigrationsHistory";

    /// <summary>How long others are waited for: migrations of a large database may rewrite a table.</summary>
    public static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    /// <summary>Makes the folder of an SQLite file.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public void PrepareFolder()
    {
        if (!database.IsSqlite)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(database.Options.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.NotAccessible,
                $"The folder {database.Options.Path} cannot be made ({e.Message}): give the user '{Environment.UserName}' access, or name another folder with Storage:Path.", e);
        }
    }

    /// <summary>Makes the schema of an empty SQLite file; false, with nothing changed, when that cannot be done by the script.</summary>
    public async Task<bool> TryMakeFreshAsync(IReadOnlyList<string> known, CancellationToken cancellationToken)
    {
        if (!database.IsSqlite)
        {
            return false;
        }

        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await FreshSchema.TryMakeAsync(connection, known, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The migrations that the database has, oldest first; none when it is new.</summary>
    public async Task<List<string>> AppliedAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (database.IsSqlite)
            {
                await ScalarAsync(connection, "PRAGMA journal_mode=WAL", cancellationToken).ConfigureAwait(false);
            }

            var exists = await ScalarAsync(connection, database.IsSqlite
                ? $"SELECT count(*) FROM sqlite_master WHERE type='table' AND name='{HistoryTable}'"
                : $"SELECT count(*) FROM pg_class WHERE oid = to_regclass('\"{HistoryTable}\"')", cancellationToken).ConfigureAwait(false);
            return exists is 0L ? [] : await ReadHistoryAsync(connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<string>> ReadHistoryAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"SELECT \"MigrationId\" FROM \"{HistoryTable}\" ORDER BY \"MigrationId\"";
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    applied.Add(reader.GetString(0));
                }
            }
        }

        return applied;
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // Constants of our own only.
            command.CommandText = sql;
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
