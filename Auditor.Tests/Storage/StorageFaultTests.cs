using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class StorageFaultTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_SQLite_database_is_said_to_be_locked_and_works_again_afterwards()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var impatient = test.Another(TimeSpan.FromMilliseconds(200));
        await using var session = await new IngestWriter(impatient, TimeProvider.System).BeginAsync(IntakeSource.Files, null, null, Cancel);
        await using (var holder = test.Database.CreateDbContext())
        {
            await using var transaction = await holder.Database.BeginTransactionAsync(Cancel);
            var write = () => session.WriteAsync(new TestReport().ToPart(), default, Cancel);
            var fault = (await write.Should().ThrowAsync<StorageException>()).Which;
            fault.Fault.Should().Be(StorageFault.Locked);
            fault.IsTransient.Should().BeTrue();
            fault.Message.Should().Contain(test.Database.Options.DatabaseFile).And.NotContain("\n");
        }

        await session.WriteAsync(new TestReport().ToPart(), default, Cancel);
        (await session.FinishAsync(null, Cancel)).Should().Be(new LedgerSummary { Seen = 1, Imported = 1 });
    }

    [Fact]
    public async Task A_SQLite_database_that_turns_read_only_is_said_to_be_read_only()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var context = test.Database.CreateDbContext();

        // The test may run as root, whom no permission stops; SQLite's own switch gives the same error.
        await context.Database.OpenConnectionAsync(Cancel);
        await context.Database.ExecuteSqlRawAsync("PRAGMA query_only=ON", Cancel);
        context.Domains.Add(new MonitoredDomain { Name = "example.com" });
        var save = () => StorageFaults.GuardAsync(test.Database.Options, () => context.SaveChangesAsync(Cancel));
        var fault = (await save.Should().ThrowAsync<StorageException>()).Which;
        fault.Fault.Should().Be(StorageFault.ReadOnly);
        fault.Message.Should().Contain(test.Database.Options.DatabaseFile);
        await context.Database.ExecuteSqlRawAsync("PRAGMA query_only=OFF", Cancel);
    }

    [Fact]
    public async Task A_full_disk_is_said_to_be_full_and_the_part_is_not_half_stored()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await using var context = test.Database.CreateDbContext();
        await context.Database.OpenConnectionAsync(Cancel);

        // A database that may not grow answers as one on a full disk.
        await context.Database.ExecuteSqlRawAsync("PRAGMA max_page_count=1", Cancel);
        context.Quarantine.Add(new QuarantinedPart { Sha256 = [1], Content = new byte[100_000], ReasonCode = "x", Reason = "X." });
        var save = () => StorageFaults.GuardAsync(test.Database.Options, () => context.SaveChangesAsync(Cancel));
        (await save.Should().ThrowAsync<StorageException>()).Which.Fault.Should().Be(StorageFault.DiskFull);
        await using var after = test.Database.CreateDbContext();
        (await after.Quarantine.AnyAsync(Cancel)).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_damaged_and_left_as_it_is()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        var text = new string('x', 4096);
        await File.WriteAllTextAsync(test.Database.Options.DatabaseFile, text, Cancel);
        var migrate = () => new DatabaseMigrator(test.Database).MigrateAsync(Cancel);
        (await migrate.Should().ThrowAsync<StorageException>()).Which.Fault.Should().Be(StorageFault.Damaged);
        (await File.ReadAllTextAsync(test.Database.Options.DatabaseFile, Cancel)).Should().Be(text);
    }

    [Fact]
    public async Task A_path_that_cannot_be_a_folder_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        try
        {
            var file = Path.Combine(folder.FullName, "file");
            await File.WriteAllTextAsync(file, "x", Cancel);
            await using var database = new AuditorDatabase(new StorageOptions { Path = Path.Combine(file, "data") });
            var migrate = () => new DatabaseMigrator(database).MigrateAsync(Cancel);
            var fault = (await migrate.Should().ThrowAsync<StorageException>()).Which;
            fault.Fault.Should().Be(StorageFault.NotAccessible);
            fault.Message.Should().Contain(file).And.Contain("Storage:Path");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_the_password()
    {
        var port = TestServices.FreePort();
        await using var database = new AuditorDatabase(new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            ConnectionString = $"Host=127.0.0.1;Port={port};Username=u;Password=canary-secret;Database=d",
        });
        var open = () => database.OpenAsync(Cancel);
        var fault = (await open.Should().ThrowAsync<StorageException>()).Which;
        fault.Fault.Should().Be(StorageFault.Unreachable);
        fault.ToString().Should().Contain($"127.0.0.1:{port}").And.NotContain("canary-secret");
    }

    [Fact]
    public async Task A_database_that_the_server_does_not_have_is_refused_with_its_name()
    {
        PostgresServer.Require();
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Postgres);
        await using var database = new AuditorDatabase(new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            ConnectionString = test.Database.Options.ConnectionString + "_missing",
        });
        var open = () => database.OpenAsync(Cancel);
        var fault = (await open.Should().ThrowAsync<StorageException>()).Which;
        fault.Fault.Should().Be(StorageFault.Refused);
        fault.Message.Should().Contain("_missing");
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_block_the_next_start()
    {
        await using var test = await TestDatabase.CreateEmptyAsync(StorageProvider.Sqlite);
        await using (var context = test.Database.CreateDbContext())
        {
            await context.Database.ExecuteSqlRawAsync(
                """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-23')""", Cancel);
        }

        (await new DatabaseMigrator(test.Database).MigrateAsync(Cancel)).Should().NotBeEmpty();
    }
}
