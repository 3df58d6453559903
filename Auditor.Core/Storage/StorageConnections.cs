using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Auditor.Core.Storage;

/// <summary>Plain connections to the one database of the program: all that bulk writing needs, and commands that do without EF Core.</summary>
public class StorageConnections : IAsyncDisposable
{
    // More than ingest has; the rest of the product shares what is left.
    private const int PreparedStatements = 50;

    /// <summary>Prepares the database; nothing is opened yet.</summary>
    /// <exception cref="StorageException">The connection string cannot be read.</exception>
    public StorageConnections(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Pragmas = new SqlitePragmas(options.BusyTimeout);
        Postgres = !AheadOfTime.IsOn && options.Provider == StorageProvider.Postgres ? MakeDataSource(options) : null;
        SqliteConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabaseFile,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
    }

    public StorageOptions Options { get; }

    public bool IsSqlite => Options.Provider == StorageProvider.Sqlite;

    internal string SqliteConnectionString { get; }

    private protected SqlitePragmas Pragmas { get; }

    /// <summary>Null with SQLite.</summary>
    private protected NpgsqlDataSource? Postgres { get; }

    /// <summary>An open connection beside EF Core, with the same settings.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(Options, async () =>
    {
        DbConnection connection = IsSqlite ? new SqliteConnection(SqliteConnectionString) : Postgres!.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (IsSqlite)
            {
                Pragmas.Apply(connection);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Postgres is not null)
        {
            await Postgres.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            // Pooled connections would keep the file and its WAL open.
            using var connection = new SqliteConnection(SqliteConnectionString);
            SqliteConnection.ClearPool(connection);
        }
    }

    private static NpgsqlDataSource MakeDataSource(StorageOptions options)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = options.ConnectionString ?? string.Empty };
            var connection = new NpgsqlConnectionStringBuilder(given.ConnectionString);
            if (!given.ContainsKey("Max Auto Prepare"))
            {
                // Ingest runs the same few statements thousands of times. A pooler that cannot keep prepared statements is told with 0.
                connection.MaxAutoPrepare = PreparedStatements;
            }

            return NpgsqlDataSource.Create(connection);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StorageException(StorageFault.Configuration, $"Storage:ConnectionString cannot be read: {e.Message}", e);
        }
    }
}
