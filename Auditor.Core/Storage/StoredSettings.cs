using System.Data.Common;

namespace Auditor.Core.Storage;

/// <summary>Reads what people changed in the product, without EF Core: commands that need little more than a setting would wait for its model.</summary>
public static class StoredSettings
{
    /// <summary>Values by key, in any case.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    public static async Task<Dictionary<string, string>> ReadAsync(StorageConnections database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await StorageFaults.GuardAsync(database.Options, () => ReadAsync(connection, cancellationToken)).ConfigureAwait(false);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = """SELECT "Key", "Value" FROM "Settings" ORDER BY "Key" """;
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    values[reader.GetString(0)] = reader.GetString(1);
                }
            }
        }

        return values;
    }
}
