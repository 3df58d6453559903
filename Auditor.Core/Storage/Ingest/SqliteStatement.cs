using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// A statement on SQLite's own interface, beneath ADO.NET: the provider looks every parameter up by name and makes a reader for every run, which
/// costs twice what storing a row does.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private const int StackBytes = 512;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places;

    /// <exception cref="SqliteException">The statement cannot be prepared.</exception>
    public SqliteStatement(SqliteConnection connection, string sql, ReadOnlySpan<string> names)
    {
        database = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        places = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(statement, names[i]);
        }
    }

    public override SqliteStatement With(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < places.Length; i++)
        {
            Check(Bind(places[i], values[i]));
        }

        return this;
    }

    public override Task RunAsync(CancellationToken cancellationToken)
    {
        Step();
        return Task.CompletedTask;
    }

    public override Task<long?> LongAsync(CancellationToken cancellationToken) => Task.FromResult(Step());

    public override ValueTask DisposeAsync()
    {
        statement.Dispose();
        return ValueTask.CompletedTask;
    }

    // A statement that returns rows has done all its work once it gives the first one.
    private long? Step()
    {
        var result = raw.sqlite3_step(statement);
        var value = result == raw.SQLITE_ROW && raw.sqlite3_column_type(statement, 0) == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(statement, 0) : (long?)null;
        if (result is not raw.SQLITE_ROW and not raw.SQLITE_DONE)
        {
            var error = new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), result, raw.sqlite3_extended_errcode(database));
            _ = raw.sqlite3_reset(statement);
            throw error;
        }

        Check(raw.sqlite3_reset(statement));
        return value;
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, place),
        string text => BindText(place, StoredText.Clean(text)),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int(statement, place, number),
        bool flag => raw.sqlite3_bind_int(statement, place, flag ? 1 : 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot be stored.", nameof(value)),
    };

    private int BindText(int place, string text)
    {
        if (text.Length == 0)
        {
            // An empty span would be bound as NULL.
            return raw.sqlite3_bind_text(statement, place, text);
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= StackBytes)
        {
            Span<byte> stack = stackalloc byte[StackBytes];
            return raw.sqlite3_bind_text(statement, place, stack[..Encoding.UTF8.GetBytes(text, stack)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return raw.sqlite3_bind_text(statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
