using System.Data.Common;
using System.Globalization;
using Auditor.Core.Storage.Activity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Auditor.Core.Storage.Backups;

/// <summary>
/// Makes a database of a backup, of this version or an older one: the schema is made as it was then, the rows are written into it, and it is upgraded as it would have been in
/// place. Nothing that is there already is touched.
/// </summary>
public sealed class BackupRestorer(StorageOptions options, TimeProvider time)
{
    /// <summary>Restores into the storage of the options, which must hold no database.</summary>
    /// <param name="input">The backup; it stays open.</param>
    /// <param name="passphrase">What it was made with.</param>
    /// <param name="cancellationToken">Cancels; then there is no database, as before.</param>
    /// <exception cref="BackupException">It cannot be read, is newer than the program, or there is a database already.</exception>
    /// <exception cref="StorageException">The database cannot be made.</exception>
    public Task<BackupContent> RestoreAsync(Stream input, string passphrase, CancellationToken cancellationToken) => StorageFaults.GuardAsync(options, () =>
        options.Provider == StorageProvider.Sqlite ? RestoreSqliteAsync(input, passphrase, cancellationToken) : RestorePostgresAsync(input, passphrase, cancellationToken));

    /// <summary>The drill: restores into a database of its own below <paramref name="folder"/>, and deletes it again.</summary>
    /// <inheritdoc cref="RestoreAsync" />
    public async Task<BackupContent> VerifyAsync(Stream input, string passphrase, string folder, CancellationToken cancellationToken)
    {
        var place = new Place(folder);
        await using var _ = place.ConfigureAwait(false);
        return await StorageFaults.GuardAsync(place.Options, async () => (await FillAsync(place, input, passphrase, cancellationToken).ConfigureAwait(false)).Content).ConfigureAwait(false);
    }

    private async Task<BackupContent> RestoreSqliteAsync(Stream input, string passphrase, CancellationToken cancellationToken)
    {
        RefuseFile();
        var place = new Place(options.Path);
        await using var _ = place.ConfigureAwait(false);
        var (content, keys) = await FillAsync(place, input, passphrase, cancellationToken).ConfigureAwait(false);
        await WriteKeysAsync(keys, cancellationToken).ConfigureAwait(false);
        try
        {
            File.Move(place.Options.DatabaseFile, options.DatabaseFile, overwrite: false);
        }
        catch (IOException) when (File.Exists(options.DatabaseFile))
        {
            RefuseFile();
        }

        return content;
    }

    private void RefuseFile()
    {
        if (File.Exists(options.DatabaseFile))
        {
            throw new BackupException(BackupFault.NotEmpty, $"There is a database already: {options.DatabaseFile}. A backup is restored only where there is none: stop the service and move the file away, or name another folder with Storage:Path.");
        }
    }

    private async Task<BackupContent> RestorePostgresAsync(Stream input, string passphrase, CancellationToken cancellationToken)
    {
        var database = new AuditorDatabase(options);
        await using var _ = database.ConfigureAwait(false);
        var held = await PostgresMigrationLock.TakeAsync(database, SchemaHistory.LockPatience, cancellationToken).ConfigureAwait(false);
        await using var __ = held.ConfigureAwait(false);
        if ((await new SchemaHistory(database).AppliedAsync(cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            throw new BackupException(BackupFault.NotEmpty, "The PostgreSQL database has Auditor's tables already. A backup is restored only where there are none: make a new database, and name it in Storage:ConnectionString.");
        }

        try
        {
            var sink = new Sink(database);
            await using var ___ = sink.ConfigureAwait(false);
            var content = await ReadAsync(sink, input, passphrase, cancellationToken).ConfigureAwait(false);
            await WriteKeysAsync(sink.Keys, cancellationToken).ConfigureAwait(false);
            return content;
        }
        catch
        {
            // Whatever ended it, a stop too: the tables were made before the rows came: without them the next try finds the place as this one did.
            var context = database.CreateDbContext();
            await using var ____ = context.ConfigureAwait(false);
            await context.Database.MigrateAsync("0", CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<(BackupContent Content, IReadOnlyDictionary<string, byte[]> Keys)> FillAsync(Place place, Stream input, string passphrase, CancellationToken cancellationToken)
    {
        await place.MakeAsync().ConfigureAwait(false);
        var database = new AuditorDatabase(place.Options);
        await using var _ = database.ConfigureAwait(false);
        var sink = new Sink(database);
        await using var __ = sink.ConfigureAwait(false);
        return (await ReadAsync(sink, input, passphrase, cancellationToken).ConfigureAwait(false), sink.Keys);
    }

    private async Task<BackupContent> ReadAsync(Sink sink, Stream input, string passphrase, CancellationToken cancellationToken)
    {
        var content = await BackupReader.ReadAsync(input, passphrase, sink, cancellationToken).ConfigureAwait(false);
        await sink.EndAsync(content.End, cancellationToken).ConfigureAwait(false);
        var moment = content.Head.CreatedAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        await new ActivityLog(sink.Database, time).NoteAsync(Doer.CommandLine, new Deed(ActivityActions.BackupRestored, $"{moment}, Auditor {content.Head.Version}"), cancellationToken).ConfigureAwait(false);
        return content;
    }

    // A key that is there already has the same content: its name is its id.
    private Task WriteKeysAsync(IReadOnlyDictionary<string, byte[]> keys, CancellationToken cancellationToken) => WriteToAsync(options.KeyRingPath, async () =>
    {
        PrivateFolder.Make(options.KeyRingPath);
        foreach (var (name, content) in keys.Where(k => !File.Exists(Path.Combine(options.KeyRingPath, k.Key))))
        {
            var path = Path.Combine(options.KeyRingPath, name);
            await File.WriteAllBytesAsync(path, content, cancellationToken).ConfigureAwait(false);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    });

    // What the file system refuses names the folder, which the exception of a file in it does not.
    private static async Task WriteToAsync(string folder, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFault.NotAccessible, $"The folder {folder} cannot be written ({e.Message.TrimEnd('.')}): give the user '{Environment.UserName}' access to it.", e);
        }
    }

    // A folder for a database that is being made; it goes with all that is left in it.
    private sealed class Place(string parent) : IAsyncDisposable
    {
        public StorageOptions Options { get; } = new() { Provider = StorageProvider.Sqlite, Path = Path.Combine(parent, "restoring-" + Guid.NewGuid().ToString("N")) };

        public Task MakeAsync() => WriteToAsync(parent, () =>
        {
            PrivateFolder.Make(Options.Path);
            return Task.CompletedTask;
        });

        public ValueTask DisposeAsync()
        {
            if (Directory.Exists(Options.Path))
            {
                Directory.Delete(Options.Path, recursive: true);
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class Sink(AuditorDatabase database) : IBackupSink, IAsyncDisposable
    {
        // Result code of SQLite (sqlite.org/rescode.html).
        private const int SqliteConstraint = 19;

        private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);
        private Dictionary<string, SchemaTable> tables = [];
        private DbConnection? connection;
        private DbTransaction? transaction;
        private BackupLoader? loader;
        private BackupTable? loading;

        public AuditorDatabase Database => database;

        public IReadOnlyDictionary<string, byte[]> Keys => keys;

        public async Task BeginAsync(BackupHead head, CancellationToken cancellationToken)
        {
            var migrator = new DatabaseMigrator(database);
            await MigrateToAsync(migrator, head, cancellationToken).ConfigureAwait(false);
            connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (connection is SqliteConnection)
            {
                // Nobody else knows this file, and it is thrown away unless all of it is written.
                await BackupSchema.RunAsync(connection, "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536", cancellationToken).ConfigureAwait(false);
            }

            transaction = await BackupSchema.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            tables = (await BackupSchema.ReadAsync(connection, database.IsSqlite, cancellationToken).ConfigureAwait(false)).ToDictionary(t => t.Name, StringComparer.Ordinal);
            if (head.Tables.FirstOrDefault(t => !tables.ContainsKey(t.Name)) is { } unknown)
            {
                throw new BackupException(BackupFault.Damaged, $"The backup has a table {unknown.Name} that the version which made it does not have. Nothing of it is used.");
            }
        }

        public async Task RowsAsync(BackupTable table, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            if (loading != table)
            {
                await EndTableAsync().ConfigureAwait(false);
                (loader, loading) = (BackupLoader.Create(connection!, table, tables[table.Name]), table);
            }

            try
            {
                await loader!.AddAsync(lines, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SqliteException { SqliteErrorCode: SqliteConstraint } or PostgresException { SqlState: ['2', '2' or '3', ..] })
            {
                throw new BackupException(BackupFault.Damaged, $"The backup is damaged: rows of {table.Name} break a rule of the database ({e.Message}). Nothing of it is used.", e);
            }
        }

        public Task KeyAsync(string fileName, byte[] content, CancellationToken cancellationToken)
        {
            keys[fileName] = content;
            return Task.CompletedTask;
        }

        /// <summary>All was read and is whole: the rows count from here on, and the schema becomes this version's.</summary>
        public async Task EndAsync(BackupEnd end, CancellationToken cancellationToken)
        {
            await EndTableAsync().ConfigureAwait(false);
            if (database.IsSqlite)
            {
                var broken = await BackupSchema.RowsAsync(connection!, "SELECT \"table\", \"parent\" FROM pragma_foreign_key_check LIMIT 1", r => (From: r.GetString(0), To: r.GetString(1)), cancellationToken).ConfigureAwait(false);
                if (broken.Count > 0)
                {
                    throw new BackupException(BackupFault.Damaged, $"The backup is damaged: rows of {broken[0].From} refer to rows of {broken[0].To} that are missing. Nothing of it is used.");
                }
            }
            else
            {
                await SetNumbersAsync(cancellationToken).ConfigureAwait(false);
            }

            await CountAsync(end, cancellationToken).ConfigureAwait(false);
            await transaction!.CommitAsync(cancellationToken).ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
            var context = database.CreateDbContext();
            await using var _ = context.ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync()
        {
            await EndTableAsync().ConfigureAwait(false);
            await CloseAsync().ConfigureAwait(false);
        }

        private async Task MigrateToAsync(DatabaseMigrator migrator, BackupHead head, CancellationToken cancellationToken)
        {
            var known = migrator.Known;
            if (head.Migrations.FirstOrDefault(m => known.All(k => BackupWriter.NameOf(k) != m)) is { } unknown)
            {
                throw new BackupException(BackupFault.TooNew, $"The backup was made by Auditor {head.Version}, which is newer (it has '{unknown}'): restore it with that version, or a newer one.");
            }

            if (head.Migrations.Count == 0)
            {
                throw new BackupException(BackupFault.Damaged, "The backup does not say which schema it has. Nothing of it is used.");
            }

            if (database.IsSqlite && head.Migrations.Count == known.Count)
            {
                await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
                return;
            }

            var context = database.CreateDbContext();
            await using var _ = context.ConfigureAwait(false);
            await context.Database.MigrateAsync(known.Single(k => BackupWriter.NameOf(k) == head.Migrations[^1]), cancellationToken).ConfigureAwait(false);
        }

        // Rows that come later get the numbers after these.
        private async Task SetNumbersAsync(CancellationToken cancellationToken)
        {
            foreach (var (table, column) in tables.Values.SelectMany(t => t.Columns.Where(c => c.IsIdentity).Select(c => (t.Name, c.Name))))
            {
                await BackupSchema.RunAsync(
                    connection!,
                    $"SELECT setval(pg_get_serial_sequence('{BackupSchema.Quoted(table)}', '{column}'), (SELECT max({BackupSchema.Quoted(column)}) FROM {BackupSchema.Quoted(table)}))",
                    cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task CountAsync(BackupEnd end, CancellationToken cancellationToken)
        {
            foreach (var (table, rows) in end.Rows)
            {
                var found = await BackupSchema.RowsAsync(connection!, $"SELECT count(*) FROM {BackupSchema.Quoted(table)}", r => r.GetInt64(0), cancellationToken).ConfigureAwait(false);
                if (found[0] != rows)
                {
                    throw new BackupException(BackupFault.Damaged, string.Create(CultureInfo.InvariantCulture, $"{table} has {found[0]:N0} rows after the restore, and {rows:N0} in the backup. Nothing of it is used."));
                }
            }
        }

        private async Task EndTableAsync()
        {
            if (loader is not null)
            {
                await loader.DisposeAsync().ConfigureAwait(false);
                (loader, loading) = (null, null);
            }
        }

        private async Task CloseAsync()
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
                transaction = null;
            }

            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                connection = null;
            }
        }
    }
}
