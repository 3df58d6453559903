using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Auditor.Core.Storage;

/// <summary>Brings the schema up to date. Safe from several processes at once: one works, the others wait.</summary>
public sealed class DatabaseMigrator(AuditorDatabase database)
{
    private readonly SchemaHistory history = new(database);

    /// <summary>The migrations that this program knows for the provider in use, oldest first.</summary>
    internal IReadOnlyList<string> Known { get; } = KnownTo(database.IsSqlite ? typeof(SqliteAuditorDbContext) : typeof(PostgresAuditorDbContext));

    /// <summary>Makes or upgrades the schema. A schema that is up to date costs one small query.</summary>
    /// <returns>The names of the migrations that were applied; empty when there was nothing to do.</returns>
    /// <exception cref="StorageException">The database cannot be reached or written, or is newer than the program.</exception>
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken) => StorageFaults.GuardAsync(database.Options, async () =>
    {
        history.PrepareFolder();
        var applied = await history.AppliedAsync(cancellationToken).ConfigureAwait(false);
        RefuseNewer(applied);
        if (applied.Count == Known.Count)
        {
            return [];
        }

        IAsyncDisposable held = database.IsSqlite
            ? await SqliteMigrationLock.TakeAsync(database.Options, SchemaHistory.LockPatience, cancellationToken).ConfigureAwait(false)
            : await PostgresMigrationLock.TakeAsync(database, SchemaHistory.LockPatience, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (applied.Count > 0 || !await history.TryMakeFreshAsync(Known, cancellationToken).ConfigureAwait(false))
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
        var applied = await history.AppliedAsync(cancellationToken).ConfigureAwait(false);
        RefuseNewer(applied);
        if (applied.Count < Known.Count)
        {
            throw new StorageException(StorageFault.TooOld, $"{Place} lacks {Known.Count - applied.Count} migration(s): run 'auditor migrate' first.");
        }
    });

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

    private void RefuseNewer(List<string> applied)
    {
        var unknown = applied.Except(Known).ToList();
        if (unknown.Count > 0)
        {
            throw new StorageException(StorageFault.TooNew,
                $"{Place} was made by a newer version of Auditor (it has '{unknown[^1]}'): run that version, or restore a backup from before the upgrade. Nothing was changed.");
        }
    }
}
