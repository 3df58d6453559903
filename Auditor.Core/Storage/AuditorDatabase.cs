using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auditor.Core.Storage;

/// <summary>The one database of the program: makes contexts for the model and plain connections for bulk writing.</summary>
public sealed class AuditorDatabase : StorageConnections, IDbContextFactory<AuditorDbContext>
{
    private readonly Lazy<DbContextOptions> contextOptions;

    /// <inheritdoc cref="StorageConnections(StorageOptions)" />
    public AuditorDatabase(StorageOptions options)
        : base(options) => contextOptions = new Lazy<DbContextOptions>(MakeContextOptions);

    /// <inheritdoc />
    public AuditorDbContext CreateDbContext() => IsSqlite
        ? new SqliteAuditorDbContext((DbContextOptions<SqliteAuditorDbContext>)contextOptions.Value)
        : new PostgresAuditorDbContext((DbContextOptions<PostgresAuditorDbContext>)contextOptions.Value);

    private DbContextOptions MakeContextOptions()
    {
        if (IsSqlite)
        {
            var builder = new DbContextOptionsBuilder<SqliteAuditorDbContext>();
            builder.UseSqlite(SqliteConnectionString).AddInterceptors(Pragmas);
            return Common(builder).Options;
        }
        else
        {
            var builder = new DbContextOptionsBuilder<PostgresAuditorDbContext>();
            builder.UseNpgsql(Postgres!);
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
