using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace Auditor.Core.Storage.Backups;

/// <summary>Writes rows of a backup into one table, each database's fastest way.</summary>
internal abstract class BackupLoader : IAsyncDisposable
{
    // The columns that the rows have, as the target describes them.
    private readonly SchemaColumn[] columns;

    protected BackupLoader(BackupTable table, SchemaTable target)
    {
        Table = target.Name;
        columns =
        [
            .. table.Columns.Select(c => target.Columns.FirstOrDefault(t => t.Name == c.Name && t.Kind == c.Kind)
                ?? throw new BackupException(BackupFault.Damaged, $"The backup has a column {table.Name}.{c.Name} ({c.Kind}) that the version which made it does not have. Nothing of it is used.")),
        ];
    }

    protected string Table { get; }

    protected IEnumerable<string> Names => columns.Select(c => c.Name);

    /// <summary>A loader for the connection's database.</summary>
    public static BackupLoader Create(DbConnection connection, BackupTable table, SchemaTable target) =>
        connection is NpgsqlConnection postgres ? new PostgresBackupLoader(postgres, table, target) : new SqliteBackupLoader(connection, table, target);

    /// <summary>Writes rows: JSON arrays, one a line.</summary>
    public abstract Task AddAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Calls <paramref name="take"/> with each value and <paramref name="end"/> after each row.</summary>
    protected void Read(ReadOnlySpan<byte> lines, ValueTaker take, Action end)
    {
        while (lines.Length > 0)
        {
            var length = lines.IndexOf((byte)'\n');
            var json = new Utf8JsonReader(length < 0 ? lines : lines[..length]);
            Expect(json.Read() && json.TokenType == JsonTokenType.StartArray);
            for (var i = 0; i < columns.Length; i++)
            {
                Expect(json.Read() && (json.TokenType == JsonTokenType.Null || json.TokenType == (columns[i].Kind is BackupKind.Integer or BackupKind.Real ? JsonTokenType.Number : JsonTokenType.String)));
                take(i, columns[i], ref json);
            }

            Expect(json.Read() && json.TokenType == JsonTokenType.EndArray && !json.Read());
            end();
            lines = length < 0 ? [] : lines[(length + 1)..];
        }
    }

    private static void Expect(bool isTrue)
    {
        if (!isTrue)
        {
            throw new JsonException("a row has other values than its table has columns");
        }
    }

    /// <summary>Takes a value that the reader stands on.</summary>
    protected delegate void ValueTaker(int index, SchemaColumn column, ref Utf8JsonReader json);

    private sealed class SqliteBackupLoader : BackupLoader
    {
        private readonly DbCommand insert;
        private readonly DbParameter[] parameters;

        public SqliteBackupLoader(DbConnection connection, BackupTable table, SchemaTable target)
            : base(table, target)
        {
            string[] names = [.. columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{i}"))];
            insert = BackupSchema.Command(connection, $"INSERT INTO {BackupSchema.Quoted(Table)} ({BackupSchema.Quoted(Names)}) VALUES ({string.Join(", ", names)})");
            parameters = new DbParameter[names.Length];
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i] = insert.CreateParameter();
                parameters[i].ParameterName = names[i];
                insert.Parameters.Add(parameters[i]);
            }
        }

        public override Task AddAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            Read(lines.Span, Take, () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                insert.ExecuteNonQuery();
            });
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => insert.DisposeAsync();

        private void Take(int index, SchemaColumn column, ref Utf8JsonReader json) => parameters[index].Value = json.TokenType == JsonTokenType.Null
            ? DBNull.Value
            : column.Kind switch
            {
                BackupKind.Integer => json.GetInt64(),
                BackupKind.Real => json.GetDouble(),
                BackupKind.Bytes => json.GetBytesFromBase64(),
                _ => json.GetString()!,
            };
    }

    private sealed class PostgresBackupLoader(NpgsqlConnection connection, BackupTable table, SchemaTable target) : BackupLoader(table, target)
    {
        private readonly StringBuilder line = new();

        public override async Task AddAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
        {
            var copy = await connection.BeginTextImportAsync($"COPY {BackupSchema.Quoted(Table)} ({BackupSchema.Quoted(Names)}) FROM STDIN", cancellationToken).ConfigureAwait(false);
            await using (copy.ConfigureAwait(false))
            {
                Read(lines.Span, Take, () =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    copy.Write(line.Append('\n'));
                    line.Clear();
                });
            }
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Take(int index, SchemaColumn column, ref Utf8JsonReader json)
        {
            if (index > 0)
            {
                line.Append('\t');
            }

            if (json.TokenType == JsonTokenType.Null)
            {
                line.Append("\\N");
                return;
            }

            switch (column.Kind)
            {
                case BackupKind.Integer when column.IsBoolean:
                    line.Append(json.GetInt64() == 0 ? 'f' : 't');
                    break;
                case BackupKind.Integer:
                    line.Append(CultureInfo.InvariantCulture, $"{json.GetInt64()}");
                    break;
                case BackupKind.Real:
                    line.Append(CultureInfo.InvariantCulture, $"{json.GetDouble():R}");
                    break;
                case BackupKind.Bytes:
                    line.Append(@"\\x").Append(Convert.ToHexStringLower(json.GetBytesFromBase64()));
                    break;
                default:
                    Escape(json.GetString()!);
                    break;
            }
        }

        // PostgreSQL's text form of COPY; it keeps no NUL in a text.
        private void Escape(string text)
        {
            foreach (var c in text)
            {
                _ = c switch
                {
                    '\\' => line.Append(@"\\"),
                    '\n' => line.Append(@"\n"),
                    '\r' => line.Append(@"\r"),
                    '\t' => line.Append(@"\t"),
                    '\0' => line,
                    _ => line.Append(c),
                };
            }
        }
    }
}
