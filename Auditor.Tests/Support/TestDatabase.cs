using Auditor.Core.Storage;

namespace Auditor.Tests.Support;

/// <summary>A database of its own, up to date and empty, that goes when it is disposed of.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
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
        var test = await CreateEmptyAsync(provider);
        await new DatabaseMigrator(test.Database).MigrateAsync(cancellationToken);
        return test;
    }

    /// <summary>A database without a schema.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(StorageProvider provider)
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        var options = new StorageOptions
        {
            Provider = provider,
            Path = folder.FullName,
            ConnectionString = provider == StorageProvider.Postgres ? await PostgresServer.CreateDatabaseAsync() : null,
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
}
