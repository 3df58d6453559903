using Auditor.Core.Storage;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class MigrationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task The_migrations_are_up_to_date_with_the_model(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateEmptyAsync(provider);
        await using var context = test.Database.CreateDbContext();
        context.Database.HasPendingModelChanges().Should().BeFalse("Auditor.Core/Storage/Migrations/README.md says how to add a migration");
    }

    [Theory, BothDatabases]
    public async Task A_new_database_is_made_and_a_current_one_left_alone(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateEmptyAsync(provider);
        var migrator = new DatabaseMigrator(test.Database);
        var before = async () => await migrator.EnsureCurrentAsync(Cancel);
        (await before.Should().ThrowAsync<StorageException>()).Which.Fault.Should().Be(StorageFault.TooOld);
        (await migrator.MigrateAsync(Cancel)).Should().Equal(migrator.Known).And.NotBeEmpty();
        (await migrator.MigrateAsync(Cancel)).Should().BeEmpty();
        await migrator.EnsureCurrentAsync(Cancel);
    }

    [Theory, BothDatabases]
    public async Task Two_programs_that_migrate_at_once_both_succeed(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateEmptyAsync(provider);
        await using var other = test.Another();
        await Task.WhenAll(
            Task.Run(() => new DatabaseMigrator(test.Database).MigrateAsync(Cancel), Cancel),
            Task.Run(() => new DatabaseMigrator(other).MigrateAsync(Cancel), Cancel));
        await new DatabaseMigrator(test.Database).EnsureCurrentAsync(Cancel);
    }

    [Theory, BothDatabases]
    public async Task A_database_of_a_newer_version_is_refused_and_left_as_it_is(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var context = test.Database.CreateDbContext())
        {
            await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Future', '99')""", Cancel);
        }

        var migrate = async () => await new DatabaseMigrator(test.Database).MigrateAsync(Cancel);
        var refused = (await migrate.Should().ThrowAsync<StorageException>()).Which;
        refused.Fault.Should().Be(StorageFault.TooNew);
        refused.Message.Should().Contain("99990101000000_Future").And.NotContain("\n");
    }

    [Fact]
    public async Task SQLite_runs_with_a_write_ahead_log_and_foreign_keys()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var context = test.Database.CreateDbContext();
        (await Pragma(context, "SELECT journal_mode AS \"Value\" FROM pragma_journal_mode")).Should().Be("wal");
        (await Pragma(context, "SELECT CAST(foreign_keys AS TEXT) AS \"Value\" FROM pragma_foreign_keys")).Should().Be("1");
        (await Pragma(context, "SELECT CAST(synchronous AS TEXT) AS \"Value\" FROM pragma_synchronous")).Should().Be("1");
    }

    private static async Task<string> Pragma(AuditorDbContext context, string sql) =>
        (await context.Database.SqlQueryRaw<string>(sql).ToListAsync(Cancel)).Single();
}
