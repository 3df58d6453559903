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

    /// <summary>With AUDITOR_WRITE_SCHEMA=1 it writes the script anew; see Auditor.Core/Storage/Migrations/README.md.</summary>
    [Fact]
    public async Task The_script_for_new_databases_makes_what_the_migrations_make()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        await using (var context = test.Database.CreateDbContext())
        {
            await context.Database.MigrateAsync(Cancel);
        }

        var migrated = await SchemaAsync(test);
        if (Environment.GetEnvironmentVariable("AUDITOR_WRITE_SCHEMA") == "1")
        {
            await File.WriteAllTextAsync(Path.Combine(SourceFolder(), "../../Auditor.Core/Storage/Migrations/Sqlite/schema.sql"), migrated, Cancel);
        }
        else
        {
            FreshSchema.Read().ReplaceLineEndings("\n").Should().Be(migrated, "Auditor.Core/Storage/Migrations/README.md says how to write the script anew after adding a migration");
        }

        await using var fresh = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        await using (var connection = await fresh.Database.OpenAsync(Cancel))
        {
            var known = new DatabaseMigrator(fresh.Database).Known;
            (await FreshSchema.TryMakeAsync(connection, [.. known, "29990101000000_Later"], Cancel)).Should().BeFalse("it is for other migrations");
            (await FreshSchema.TryMakeAsync(connection, known, Cancel)).Should().BeTrue();
            (await FreshSchema.TryMakeAsync(connection, known, Cancel)).Should().BeFalse("the database is not empty any more");
        }

        (await SchemaAsync(fresh)).Should().Be(migrated);
    }

    // Statements in the order in which they were made, then the rows that migrations themselves put in.
    private static async Task<string> SchemaAsync(TestDatabase test)
    {
        await using var connection = await test.Database.OpenAsync(Cancel);
        var history = await RowsAsync(connection, """SELECT "MigrationId" || '|' || "ProductVersion" FROM "__EFMigrationsHistory" ORDER BY 1""");
        var statements = await RowsAsync(connection, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY CASE type WHEN 'table' THEN 0 ELSE 1 END, name");
        var tables = await RowsAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '__EFMigrationsHistory' ORDER BY name");
        foreach (var table in tables)
        {
            (await RowsAsync(connection, $"SELECT count(*) FROM \"{table}\"")).Should().Equal(["0"], "{0} must be empty, or the script has to fill it too", table);
        }

        return string.Concat(history.Select(h => $"{FreshSchema.MigrationPrefix}{h.Split('|')[0]}\n"))
            + string.Concat(statements.Select(s => s.ReplaceLineEndings("\n") + ";\n"))
            + string.Concat(history.Select(h => $"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{h.Split('|')[0]}', '{h.Split('|')[1]}');\n"));
    }

    private static async Task<List<string>> RowsAsync(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return rows;
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

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
