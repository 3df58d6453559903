using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Auditor.Core.Storage;

/// <summary>Tells what an exception of a database means.</summary>
public static class StorageFaults
{
    // Result codes of SQLite (sqlite.org/rescode.html).
    private const int SqlitePermission = 3;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    /// <summary>The exception in words; null when it, or what caused it, says nothing about the state of the database.</summary>
    public static StorageException? Explain(Exception exception, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            var found = cause switch
            {
                StorageException storage => storage,
                SqliteException sqlite => OfSqlite(sqlite, options),
                PostgresException postgres => OfPostgres(postgres, options),
                NpgsqlException { InnerException: SocketException or IOException or TimeoutException } npgsql => Unreachable(npgsql, options),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Runs <paramref name="work"/> and turns what <see cref="Explain"/> knows into a <see cref="StorageException"/>.</summary>
    public static async Task<T> GuardAsync<T>(StorageOptions options, Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StorageException && Explain(e, options) is not null)
        {
            throw Explain(e, options)!;
        }
    }

    /// <summary>As <see cref="GuardAsync{T}"/>, without a result.</summary>
    public static Task GuardAsync(StorageOptions options, Func<Task> work) => GuardAsync(options, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    private static StorageException? OfSqlite(SqliteException e, StorageOptions options)
    {
        var file = options.DatabaseFile;
        return e.SqliteErrorCode switch
        {
            SqliteBusy or SqliteLocked => new(StorageFault.Locked,
                $"The database {file} is locked by another process for more than {options.BusyTimeout.TotalSeconds:0} s: wait for it or stop it, then try again.", e),
            SqliteReadOnly or SqlitePermission => new(StorageFault.ReadOnly,
                $"The database {file} cannot be written: give the user '{Environment.UserName}' write access to it and to its folder.", e),
            SqliteCannotOpen => new(StorageFault.NotAccessible,
                $"The database {file} cannot be opened: give the user '{Environment.UserName}' access to it and to its folder, or name another folder with Storage:Path.", e),
            SqliteFull => new(StorageFault.DiskFull, $"The disk of the database {file} is full: free some space, then try again; nothing was lost.", e),
            SqliteIoError => new(StorageFault.DiskFull,
                $"The database {file} could not be read or written ({e.Message}): check the disk and its free space.", e),
            SqliteCorrupt or SqliteNotADatabase => new(StorageFault.Damaged,
                $"The file {file} is damaged or is no SQLite database: put a backup in its place, or name another folder with Storage:Path.", e),
            _ => null,
        };
    }

    private static StorageException? OfPostgres(PostgresException e, StorageOptions options)
    {
        var server = Server(options);
        return e.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName => new(StorageFault.Refused,
                $"PostgreSQL at {server} refused the connection: {e.MessageText}. Mend Storage:ConnectionString, or make the user and the database.", e),
            PostgresErrorCodes.InsufficientPrivilege => new(StorageFault.ReadOnly,
                $"PostgreSQL at {server} does not let this user do that: {e.MessageText}. Make the user the owner of the database.", e),
            PostgresErrorCodes.ReadOnlySqlTransaction => new(StorageFault.ReadOnly,
                $"PostgreSQL at {server} is read-only: name the primary server in Storage:ConnectionString.", e),
            PostgresErrorCodes.DiskFull => new(StorageFault.DiskFull, $"The disk of PostgreSQL at {server} is full: free some space, then try again; nothing was lost.", e),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => new(StorageFault.Locked,
                $"PostgreSQL at {server} kept us waiting for a lock: another process writes; try again.", e),
            PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new(StorageFault.Unreachable,
                $"PostgreSQL at {server} takes no connections now: {e.MessageText}.", e),
            _ => null,
        };
    }

    private static StorageException Unreachable(DbException e, StorageOptions options) => new(StorageFault.Unreachable,
        $"PostgreSQL at {Server(options)} does not answer ({e.InnerException!.Message}): start it, or mend Storage:ConnectionString.", e);

    private static string Server(StorageOptions options)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString);
            return $"{builder.Host}:{builder.Port}, database '{builder.Database}', user '{builder.Username}'";
        }
        catch (ArgumentException)
        {
            return "the address of Storage:ConnectionString";
        }
    }
}
