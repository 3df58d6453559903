using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Auditor.Core.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> make the SQLite context; it opens no database.</summary>
internal sealed class SqliteDesignTimeContext : IDesignTimeDbContextFactory<SqliteAuditorDbContext>
{
    public SqliteAuditorDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAuditorDbContext>().UseSqlite().Options);
}

/// <summary>Lets <c>dotnet ef migrations add</c> make the PostgreSQL context; it opens no database.</summary>
internal sealed class PostgresDesignTimeContext : IDesignTimeDbContextFactory<PostgresAuditorDbContext>
{
    public PostgresAuditorDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAuditorDbContext>().UseNpgsql().Options);
}
