using Auditor.Core.Storage;
using Npgsql;

namespace Auditor.Tests.Support;

/// <summary>A database of its own, up to date and empty, that goes when it is disposed of.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    // The migrations run once per provider and test run; the other databases are copies of the result.
    private static readonly Lazy<Task<byte[]>> SqliteTemplate = new(MakeSqliteTemplateAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MakePostgresTemplateAsync);

    private TestDatabase(AuditorDatabase database, DirectoryInfo folder)
    {
        Database = database;
        Folder = folder;
    }

    public AuditorDatabase Database { get; }

    public DirectoryInfo Folder { get; }

    /// <summary>A migrated database of the provider.</summary>
    public static async Task<TestDatabase> CreateAsync(StorageProvider provider, CancellationToken cancellationToken)
    {
        if (provider == StorageProvider.Postgres)
        {
            return await CreateEmptyAsync(provider, await PostgresTemplate.Value);
        }

        var test = await CreateEmptyAsync(provider);
        await File.WriteAllBytesAsync(test.Database.Options.DatabaseFile, await SqliteTemplate.Value, cancellationToken);
        return test;
    }

    /// <summary>A database without a schema, or a copy of a PostgreSQL database.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(StorageProvider provider, string? template = null)
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        var options = new StorageOptions
        {
            Provider = provider,
            Path = folder.FullName,
            ConnectionString = provider == StorageProvider.Postgres ? await PostgresServer.CreateDatabaseAsync(template) : null,
            BusyTimeout = TimeSpan.FromSeconds(30),
        };
        return new TestDatabase(new AuditorDatabase(options), folder);
    }

    /// <summary>Another program's view of the same database.</summary>
    public AuditorDatabase Another(TimeSpan? busyTimeout = null) => new(new StorageOptions
    {
        Provider = Database.Options.Provider,
        Path = Database.Options.Path,
        ConnectionString = Database.Options.ConnectionString,
        BusyTimeout = busyTimeout ?? Database.Options.BusyTimeout,
    });

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Folder.Delete(recursive: true);
    }

    private static async Task<byte[]> MakeSqliteTemplateAsync()
    {
        await using var test = await CreateEmptyAsync(StorageProvider.Sqlite);
        await new DatabaseMigrator(test.Database).MigrateAsync(CancellationToken.None);

        // Closing the last connection brings the write-ahead log into the file.
        await test.Database.DisposeAsync();
        return await File.ReadAllBytesAsync(test.Database.Options.DatabaseFile);
    }

    private static async Task<string> MakePostgresTemplateAsync()
    {
        await using var test = await CreateEmptyAsync(StorageProvider.Postgres);
        await new DatabaseMigrator(test.Database).MigrateAsync(CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(test.Database.Options.ConnectionString).Database!;
    }
}
