using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Auditor.Core.Storage.Backups;

/// <summary>The tables of a database, as it describes itself.</summary>
internal static class BackupSchema
{
    private const string SqliteColumns = """
        SELECT t.name, c.name, c.type, 0 FROM sqlite_master t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND t.name NOT LIKE '\_\_EF%' ESCAPE '\' ORDER BY t.name, c.cid
        """;

    private const string SqliteReferences = """
        SELECT t.name, f."table" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
        """;

    // Hangfire's tables have a schema of their own.
    private const string PostgresColumns = """
        SELECT c.table_name, c.column_name, c.data_type, CASE WHEN c.is_identity = 'YES' THEN 1 ELSE 0 END
        FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
        WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE '\_\_EF%' ORDER BY c.table_name COLLATE "C", c.ordinal_position
        """;

    private const string PostgresReferences = """
        SELECT a.relname, b.relname FROM pg_constraint k JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
        WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace
        """;

    /// <summary>The tables, each after those that it refers to, and otherwise by name.</summary>
    public static async Task<IReadOnlyList<SchemaTable>> ReadAsync(DbConnection connection, bool isSqlite, CancellationToken cancellationToken)
    {
        var columns = await RowsAsync(
            connection, isSqlite ? SqliteColumns : PostgresColumns, r => (Table: r.GetString(0), Column: new SchemaColumn(r.GetString(1), r.GetString(2), r.GetInt32(3) == 1)), cancellationToken).ConfigureAwait(false);
        var references = (await RowsAsync(connection, isSqlite ? SqliteReferences : PostgresReferences, r => (From: r.GetString(0), To: r.GetString(1)), cancellationToken).ConfigureAwait(false))
            .Where(r => r.From != r.To).ToLookup(r => r.From, r => r.To, StringComparer.Ordinal);
        var tables = columns.GroupBy(c => c.Table, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new SchemaTable(g.Key, [.. g.Select(c => c.Column)]), StringComparer.Ordinal);

        var (ordered, seen) = (new List<SchemaTable>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var name in tables.Keys.Order(StringComparer.Ordinal))
        {
            Place(name);
        }

        return ordered;

        void Place(string name)
        {
            if (seen.Add(name))
            {
                foreach (var other in references[name].Order(StringComparer.Ordinal))
                {
                    Place(other);
                }

                ordered.Add(tables[name]);
            }
        }
    }

    /// <summary>What <paramref name="read"/> makes of each row.</summary>
    public static async Task<List<T>> RowsAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(read(reader));
                }
            }
        }

        return rows;
    }

    /// <summary>Begins a transaction that sees one moment of the database and, on SQLite, keeps nobody from writing until it writes itself.</summary>
    public static async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken) => connection is SqliteConnection sqlite
        ? sqlite.BeginTransaction(deferred: true)
        : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs statements.</summary>
    public static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A command that may take as long as it must. Its SQL is a constant of ours with names of the database's own tables in it, quoted: nothing of a backup's text.</summary>
    public static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandTimeout = 0;
#pragma warning disable CA2100 // As the summary says.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>A name of the database as it stands in SQL.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Several names, separated by commas.</summary>
    public static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(Quoted));
}

/// <summary>A table as the database describes it.</summary>
internal sealed record SchemaTable(string Name, IReadOnlyList<SchemaColumn> Columns);

/// <summary>A column as the database describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The database's word for its type.</param>
/// <param name="IsIdentity">Whether PostgreSQL numbers it.</param>
internal sealed record SchemaColumn(string Name, string Type, bool IsIdentity)
{
    /// <summary>True where the database has a type of its own for truth.</summary>
    public bool IsBoolean => Type == "boolean";

    /// <summary>How its values are written.</summary>
    /// <exception cref="NotSupportedException">The type is none of those that the product's tables have.</exception>
    public BackupKind Kind => Type switch
    {
        "INTEGER" or "bigint" or "integer" or "smallint" or "boolean" => BackupKind.Integer,
        "REAL" or "double precision" => BackupKind.Real,
        "TEXT" or "text" or "character varying" or "jsonb" => BackupKind.Text,
        "BLOB" or "bytea" => BackupKind.Bytes,
        _ => throw new NotSupportedException($"The column {Name} is of type {Type}, which backups do not know."),
    };
}
