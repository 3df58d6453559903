using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// A connection with its transaction and its prepared statements. One writer writes at a time: SQLite's BEGIN IMMEDIATE, and an advisory lock
/// on PostgreSQL. So what a transaction looked up stays true until it ends, and writers cannot deadlock each other.
/// </summary>
internal sealed class WriteConnection : IAsyncDisposable
{
    // Any number will do, as long as nothing else in the database uses it.
    private const string AdvisoryLock = "SELECT pg_advisory_xact_lock(4719420230)";

    // 16 MiB instead of 2: the sums of a long report touch pages all over their index, which otherwise are written out and read again within the transaction.
    private const string LargerCache = "PRAGMA cache_size=-16384";

    private readonly List<IAsyncDisposable> statements = [];
    private readonly NpgsqlBatch? queue;
    private readonly Statement save;
    private readonly Statement release;
    private readonly Statement undo;

    private WriteConnection(DbConnection connection, StorageOptions options)
    {
        Connection = connection;
        Options = options;
        queue = connection is NpgsqlConnection postgres ? new NpgsqlBatch(postgres) : null;
        save = Prepare("SAVEPOINT part");
        release = Prepare("RELEASE SAVEPOINT part");
        undo = Prepare("ROLLBACK TO SAVEPOINT part");
    }

    public DbConnection Connection { get; }

    public StorageOptions Options { get; }

    public DbTransaction? Transaction { get; private set; }

    public static async Task<WriteConnection> OpenAsync(StorageConnections database, CancellationToken cancellationToken)
    {
        var connection = new WriteConnection(await database.OpenAsync(cancellationToken).ConfigureAwait(false), database.Options);
        if (database.IsSqlite)
        {
            await connection.Prepare(LargerCache).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        return connection;
    }

    /// <summary>A statement that lives as long as the connection; values are given in the order of the names.</summary>
    public Statement Prepare(string sql, params ReadOnlySpan<string> names)
    {
        Statement statement = Connection is SqliteConnection sqlite ? new SqliteStatement(sqlite, sql, names) : new PostgresStatement(this, sql, names.ToArray());
        statements.Add(statement);
        return statement;
    }

    /// <summary>As <see cref="Prepare"/>, for a statement whose rows are read.</summary>
    public QueryStatement PrepareQuery(string sql, params ReadOnlySpan<string> names)
    {
        var statement = new QueryStatement(this, sql, names);
        statements.Add(statement);
        return statement;
    }

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        Transaction = await Connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (queue is not null)
        {
            Queue(new NpgsqlBatchCommand(AdvisoryLock));
            await SendAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>On PostgreSQL: keeps a command for <see cref="SendAsync"/>.</summary>
    public void Queue(NpgsqlBatchCommand command) => queue!.BatchCommands.Add(command);

    /// <summary>On PostgreSQL: runs what was kept. Must come before anything that does not go through a statement.</summary>
    /// <returns>The first column of the first row of the last command as a number; null when it gave none.</returns>
    public async Task<long?> SendAsync(CancellationToken cancellationToken)
    {
        if (queue is null or { BatchCommands.Count: 0 })
        {
            return null;
        }

        try
        {
            queue.Transaction = (NpgsqlTransaction?)Transaction;
            return await queue.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
        }
        finally
        {
            queue.BatchCommands.Clear();
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await SendAsync(cancellationToken).ConfigureAwait(false);
        await Transaction!.CommitAsync(cancellationToken).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Drops the transaction; a connection that is broken already is not asked.</summary>
    public async Task AbandonAsync()
    {
        queue?.BatchCommands.Clear();
        if (Transaction is not null)
        {
            try
            {
                await Transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
                // The server or the file is gone, and the transaction with it: the error that led here is the one to tell.
            }

            await EndAsync().ConfigureAwait(false);
        }
    }

    public Task SaveAsync(CancellationToken cancellationToken) => save.RunAsync(cancellationToken);

    public Task ReleaseAsync(CancellationToken cancellationToken) => release.RunAsync(cancellationToken);

    /// <summary>Undoes all since <see cref="SaveAsync"/>.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        await undo.RunAsync(cancellationToken).ConfigureAwait(false);
        await release.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync().ConfigureAwait(false);
        foreach (var statement in statements)
        {
            await statement.DisposeAsync().ConfigureAwait(false);
        }

        if (queue is not null)
        {
            await queue.DisposeAsync().ConfigureAwait(false);
        }

        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        await Transaction!.DisposeAsync().ConfigureAwait(false);
        Transaction = null;
    }
}
