using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auditor.Core.Storage;

/// <summary>Brings the schema up to date. Safe from several processes at once: one works, the others wait.</summary>
public sealed class DatabaseMigrator(AuditorDatabase database)
{
    private const string HistoryTable = "__EFMigrationsHistory";

    // Migrations of a large database may rewrite a table.
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(10);

    /// <summary>The migrations that this program knows for the provider in use, oldest first.</summary>
    internal IReadOnlyList<string> Known { get; } = KnownTo(database.IsSqlite ? typeof(SqliteAuditorDbContext) : typeof(PostgresAuditorDbContext));

    /// <summary>Makes or upgrades the schema. A schema that is up to date costs one small query.</summary>
    /// <returns>The names of the migrations that were applied; empty when there was nothing to do.</returns>
    /// <exception cref="StorageException">The database cannot be reached or written, or is newer than the program.</exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        PrepareFolder();
        var applied = await AppliedAsync(cancellationToken).ConfigureAwait(false);
        RefuseNewer(applied);
        if (applied.Count == Known.Count)
        {
            return [];
        }

        IAsyncDisposable held = database.IsSqlite
            ? await SqliteMigrationLock.TakeAsync(database.Options, LockPatience, cancellationToken).ConfigureAwait(false)
            : await PostgresMigrationLock.TakeAsync(database, LockPatience, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (applied.Count > 0 || !await TryMakeFreshAsync(cancellationToken).ConfigureAwait(false))
            {
                await ApplyAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return (IReadOnlyList<string>)[.. Known.Except(applied)];
    });

    /// <summary>For programs that must not change the schema: throws unless it is exactly the one that they know.</summary>
    /// <exception cref="StorageException">The database cannot be reached, or is newer or older than the program.</exception>
    public Task EnsureCurrentAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        var applied = await AppliedAsync(cancellationToken).ConfigureAwait(false);
        RefuseNewer(applied);
        if (applied.Count < Known.Count)
        {
            throw new StorageException(StorageFault.TooOld, $"{Place} lacks {Known.Count - applied.Count} migration(s): run 'auditor migrate' first.");
        }
    });

    private async Task<bool> TryMakeFreshAsync(CancellationToken cancellationToken)
    {
        if (!database.IsSqlite)
        {
            return false;
        }

        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await FreshSchema.TryMakeAsync(connection, Known, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        var context = database.CreateDbContext();
        await using (context.ConfigureAwait(false))
        {
            if (database.IsSqlite)
            {
                await SqliteMigrationLock.ClearAsync(context, cancellationToken).ConfigureAwait(false);
            }

            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private string Place => database.IsSqlite ? $"The database {database.Options.DatabaseFile}" : "The PostgreSQL database";

    private static IReadOnlyList<string> KnownTo(Type context) =>
    [
        .. typeof(AuditorDbContext).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<DbContextAttribute>()?.ContextType == context && t.IsSubclassOf(typeof(Migration)))
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()!.Id)
            .Order(StringComparer.Ordinal),
    ];

    private void PrepareFolder()
    {
        if (!database.IsSqlite)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(database.Options.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.NotAccessible,
                $"The folder {database.Options.Path} cannot be made ({e.Message}): give the user '{Environment.UserName}' access, or name another folder with Storage:Path.", e);
        }
    }

    private void RefuseNewer(List<string> applied)
    {
        var unknown = applied.Except(Known).ToList();
        if (unknown.Count > 0)
        {
            throw new StorageException(StorageFault.TooNew,
                $"{Place} was made by a newer version of Auditor (it has '{unknown[^1]}'): run that version, or restore a backup from before the upgrade. Nothing was changed.");
        }
    }

    private async Task<List<string>> AppliedAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            if (database.IsSqlite)
            {
                await ScalarAsync(connection, "PRAGMA journal_mode=WAL", cancellationToken).ConfigureAwait(false);
            }

            var exists = await ScalarAsync(connection, database.IsSqlite
                ? $"SELECT count(*) FROM sqlite_master WHERE type='table' AND name='{HistoryTable}'"
                : $"SELECT count(*) FROM pg_class WHERE oid = to_regclass('\"{HistoryTable}\"')", cancellationToken).ConfigureAwait(false);
            return exists is 0L ? [] : await ReadHistoryAsync(connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<List<string>> ReadHistoryAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"SELECT \"MigrationId\" FROM \"{HistoryTable}\" ORDER BY \"MigrationId\"";
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    applied.Add(reader.GetString(0));
                }
            }
        }

        return applied;
    }

    private static async Task<object?> ScalarAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
#pragma warning disable CA2100 // Constants of our own only.
            command.CommandText = sql;
#pragma warning restore CA2100
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
