using Auditor.Core.Reports.Authenticity;
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
    public async Task What_was_stored_before_mails_were_checked_is_manual(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateEmptyAsync(provider);
        var migrator = new DatabaseMigrator(test.Database);
        var before = migrator.Known[migrator.Known.ToList().FindIndex(m => m.EndsWith("_Trust", StringComparison.Ordinal)) - 1];
        await using (var context = test.Database.CreateDbContext())
        {
            await context.Database.MigrateAsync(before, Cancel);
            await context.Database.ExecuteSqlRawAsync("""
                INSERT INTO "DailyTotals" ("PolicyDomain", "Day", "Reports", "Messages", "Aligned", "DkimAligned", "SpfAligned", "Quarantined", "Rejected") VALUES ('example.com', 20000, 1, 5, 0, 0, 0, 0, 0)
                """, Cancel);
            await context.Database.ExecuteSqlRawAsync("""
                INSERT INTO "DailyRollups" ("PolicyDomain", "Day", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition", "Messages") VALUES ('example.com', 20000, '192.0.2.1', '', false, false, '', 5)
                """, Cancel);
            byte[] hash = [1];
            await context.Database.ExecuteSqlAsync($"""
                INSERT INTO "Reports" ("OrgKey", "ReportId", "PolicyDomain", "Begin", "End", "ContentHash", "Variant", "RowCount", "MessageCount", "AlignedCount", "HasRows", "ReceivedAt", "Source")
                VALUES ('a', '1', 'example.com', 1, 2, {hash}, 0, 1, 5, 0, true, 3, 1)
                """, Cancel);
        }

        await migrator.MigrateAsync(Cancel);
        await using var after = test.Database.CreateDbContext();
        (await after.Totals.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Tier = TrustTier.Manual, Messages = 5L });
        (await after.Rollups.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Tier = TrustTier.Manual, Messages = 5L });
        (await after.Reports.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Tier = TrustTier.Manual, IsDisplaced = false, MessageCount = 5L });
        (await after.ReportedDomains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Name = "example.com", Reports = 1L, Messages = 5L, Kept = 1L });
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
