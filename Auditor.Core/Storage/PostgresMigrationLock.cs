using System.Data.Common;
using System.Globalization;

namespace Auditor.Core.Storage;

/// <summary>
/// Lets one process migrate a PostgreSQL database. EF Core's own lock ends with each migration's transaction, so that a second process which waited for the
/// first of several would apply the others again; this one lasts for all of them. The server frees it when a process dies.
/// </summary>
internal sealed class PostgresMigrationLock : IAsyncDisposable
{
    // "Auditor" in ASCII: the number means nothing, it must only be the same in every process.
    private const long Key = 0x41756469746F72;

    private readonly DbConnection connection;

    private PostgresMigrationLock(DbConnection connection) => this.connection = connection;

    /// <summary>Waits for the lock; disposing frees it.</summary>
    /// <exception cref="DbException">It was not free within <paramref name="patience"/>, or the server cannot be reached.</exception>
    public static async Task<PostgresMigrationLock> TakeAsync(StorageConnections database, TimeSpan patience, CancellationToken cancellationToken)
    {
        var held = new PostgresMigrationLock(await database.OpenAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await held.RunAsync(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(long)patience.TotalMilliseconds}; SELECT pg_advisory_lock({Key})"), cancellationToken).ConfigureAwait(false);
            return held;
        }
        catch
        {
            await held.connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // By word of its own: a connection that goes back to its pool is reset only when it is next used.
    public async ValueTask DisposeAsync()
    {
        await using (connection.ConfigureAwait(false))
        {
            await RunAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_unlock({Key})"), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = 0;
#pragma warning disable CA2100 // Numbers of our own.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
