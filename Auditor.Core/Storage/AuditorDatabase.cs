using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Auditor.Core.Storage;

/// <summary>The one database of the program: makes contexts for the model and plain connections for bulk writing.</summary>
public sealed class AuditorDatabase : IDbContextFactory<AuditorDbContext>, IAsyncDisposable
{
    // More than ingest has; the rest of the product shares what is left.
    private const int PreparedStatements = 50;

    private readonly SqlitePragmas pragmas;
    private readonly NpgsqlDataSource? postgres;
    private readonly Lazy<DbContextOptions> contextOptions;

    /// <summary>Prepares the database; nothing is opened yet.</summary>
    /// <exception cref="StorageException">The connection string cannot be read.</exception>
    public AuditorDatabase(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        pragmas = new SqlitePragmas(options.BusyTimeout);
        postgres = options.Provider == StorageProvider.Postgres ? MakeDataSource(options) : null;
        SqliteConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabaseFile,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ToString();
        contextOptions = new Lazy<DbContextOptions>(MakeContextOptions);
    }

    public StorageOptions Options { get; }

    public bool IsSqlite => Options.Provider == StorageProvider.Sqlite;

    internal string SqliteConnectionString { get; }

    /// <inheritdoc />
    public AuditorDbContext CreateDbContext() => IsSqlite
        ? new SqliteAuditorDbContext((DbContextOptions<SqliteAuditorDbContext>)contextOptions.Value)
        : new PostgresAuditorDbContext((DbContextOptions<PostgresAuditorDbContext>)contextOptions.Value);

    /// <summary>An open connection beside EF Core, with the same settings.</summary>
    /// <exception cref="StorageException">It cannot be opened.</exception>
    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(Options, async () =>
    {
        DbConnection connection = IsSqlite ? new SqliteConnection(SqliteConnectionString) : postgres!.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (IsSqlite)
            {
                pragmas.Apply(connection);
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
        if (postgres is not null)
        {
            await postgres.DisposeAsync().ConfigureAwait(false);
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

    private DbContextOptions MakeContextOptions()
    {
        if (IsSqlite)
        {
            var builder = new DbContextOptionsBuilder<SqliteAuditorDbContext>();
            builder.UseSqlite(SqliteConnectionString).AddInterceptors(pragmas);
            return Common(builder).Options;
        }
        else
        {
            var builder = new DbContextOptionsBuilder<PostgresAuditorDbContext>();
            builder.UseNpgsql(postgres!);
            return Common(builder).Options;
        }
    }

    // Every query that includes several collections splits, so that lists never multiply each other.
    private static DbContextOptionsBuilder<T> Common<T>(DbContextOptionsBuilder<T> builder)
        where T : DbContext
    {
        builder.ConfigureWarnings(w => w.Throw(RelationalEventId.MultipleCollectionIncludeWarning));
        return builder;
    }
}
