using System.Data;
using System.Data.Common;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Auditor.Core.Storage.Backups.Age;

namespace Auditor.Core.Storage.Backups;

/// <summary>
/// Writes all that the database holds, and the key ring, as one encrypted file: a tar archive of JSON, packed with gzip and encrypted as age does, so that it is readable
/// without the product. It is a picture of one moment, taken while others go on writing.
/// </summary>
public sealed class BackupWriter(AuditorDatabase database, TimeProvider time)
{
    /// <summary>Name of the first entry.</summary>
    internal const string HeadName = "backup.json";

    /// <summary>Name of the last entry.</summary>
    internal const string EndName = "end.json";

    /// <summary>Folder of the rows.</summary>
    internal const string TableFolder = "tables/";

    /// <summary>Folder of the key ring.</summary>
    internal const string KeyFolder = "keys/";

    // A tar archive names an entry's length before its octets: rows go out in parts that were collected before.
    private const int PartLength = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a backup.</summary>
    /// <param name="output">Where to; it stays open.</param>
    /// <param name="passphrase">What opens it again.</param>
    /// <param name="cancellationToken">Cancels; what was written by then is no backup.</param>
    /// <returns>How much went in.</returns>
    /// <exception cref="BackupException">The passphrase is too short, or the key ring cannot be read.</exception>
    /// <exception cref="StorageException">The database cannot be read, or has another schema than the program.</exception>
    public Task<BackupEnd> WriteAsync(Stream output, string passphrase, CancellationToken cancellationToken)
    {
        if (BackupPassphrase.Problem(passphrase) is { } problem)
        {
            throw new BackupException(BackupFault.NoPassphrase, problem);
        }

        return StorageFaults.GuardAsync(database.Options, async () =>
        {
            var migrator = new DatabaseMigrator(database);
            await migrator.EnsureCurrentAsync(cancellationToken).ConfigureAwait(false);
            var age = new AgeWriter(output, passphrase);
            await using var _ = age.ConfigureAwait(false);
            BackupEnd end;
            var packed = new GZipStream(age, CompressionLevel.Fastest, leaveOpen: true);
            await using (packed.ConfigureAwait(false))
            {
                var tar = new TarWriter(packed, TarEntryFormat.Pax, leaveOpen: true);
                await using (tar.ConfigureAwait(false))
                {
                    end = await WriteAsync(new Archive(tar, time.GetUtcNow()), migrator.Known, cancellationToken).ConfigureAwait(false);
                }
            }

            age.End();
            return end;
        });
    }

    /// <summary>A migration's name without the time of its making, which differs between the databases.</summary>
    internal static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private async Task<BackupEnd> WriteAsync(Archive archive, IReadOnlyList<string> migrations, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var snapshot = await BackupSchema.BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        await using var __ = snapshot.ConfigureAwait(false);
        var tables = await BackupSchema.ReadAsync(connection, database.IsSqlite, cancellationToken).ConfigureAwait(false);
        await archive.AddAsync(HeadName, Document(new BackupHead
        {
            Format = BackupHead.CurrentFormat,
            Version = typeof(BackupWriter).Assembly.GetName().Version?.ToString(3) ?? "0",
            CreatedAt = archive.At,
            Provider = database.IsSqlite ? "sqlite" : "postgres",
            Migrations = [.. migrations.Select(NameOf)],
            Tables = [.. tables.Select(t => new BackupTable(t.Name, [.. t.Columns.Select(c => new BackupColumn(c.Name, c.Kind))]))],
        }), cancellationToken).ConfigureAwait(false);

        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            rows[table.Name] = await WriteTableAsync(archive, connection, table, cancellationToken).ConfigureAwait(false);
        }

        var end = new BackupEnd { Rows = rows, Keys = await WriteKeysAsync(archive, cancellationToken).ConfigureAwait(false) };
        await archive.AddAsync(EndName, Document(end), cancellationToken).ConfigureAwait(false);
        return end;
    }

    private static async Task<long> WriteTableAsync(Archive archive, DbConnection connection, SchemaTable table, CancellationToken cancellationToken)
    {
        var (rows, parts) = (0L, 0);
        var part = new MemoryStream();
        await using var _ = part.ConfigureAwait(false);
        var json = new Utf8JsonWriter(part);
        await using var __ = json.ConfigureAwait(false);
        var command = BackupSchema.Command(connection, $"SELECT {BackupSchema.Quoted(table.Columns.Select(c => c.Name))} FROM {BackupSchema.Quoted(table.Name)}");
        await using var ___ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                WriteRow(json, reader, table);
                json.Flush();
                json.Reset();
                part.WriteByte((byte)'\n');
                rows++;
                if (part.Length >= PartLength)
                {
                    await archive.AddAsync(PartName(table, parts++), part, cancellationToken).ConfigureAwait(false);
                    part.SetLength(0);
                }
            }
        }

        if (part.Length > 0)
        {
            await archive.AddAsync(PartName(table, parts), part, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private static void WriteRow(Utf8JsonWriter json, DbDataReader reader, SchemaTable table)
    {
        json.WriteStartArray();
        for (var i = 0; i < table.Columns.Count; i++)
        {
            switch (reader.IsDBNull(i) ? null : reader.GetValue(i))
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool truth:
                    json.WriteNumberValue(truth ? 1 : 0);
                    break;
                case string text:
                    json.WriteStringValue(text);
                    break;
                case byte[] octets:
                    json.WriteBase64StringValue(octets);
                    break;
                case double real:
                    json.WriteNumberValue(real);
                    break;
                case IConvertible number:
                    json.WriteNumberValue(number.ToInt64(CultureInfo.InvariantCulture));
                    break;
                case var other:
                    throw new NotSupportedException($"{table.Name}.{table.Columns[i].Name} holds a {other.GetType().Name}, which backups do not know.");
            }
        }

        json.WriteEndArray();
    }

    private async Task<int> WriteKeysAsync(Archive archive, CancellationToken cancellationToken)
    {
        var folder = database.Options.KeyRingPath;
        try
        {
            var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.xml") : [];
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                using var octets = new MemoryStream(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
                await archive.AddAsync(KeyFolder + Path.GetFileName(file), octets, cancellationToken).ConfigureAwait(false);
            }

            return files.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(BackupFault.NotAccessible, $"The key ring in {folder} cannot be read ({e.Message}): give the user '{Environment.UserName}' access to it.", e);
        }
    }

    private static string PartName(SchemaTable table, int part) => string.Create(CultureInfo.InvariantCulture, $"{TableFolder}{table.Name}/{part:000000}.jsonl");

    private static MemoryStream Document<T>(T value) => new(JsonSerializer.SerializeToUtf8Bytes(value, Json));

    private sealed class Archive(TarWriter tar, DateTimeOffset at)
    {
        public DateTimeOffset At => at;

        public async Task AddAsync(string name, MemoryStream content, CancellationToken cancellationToken)
        {
            content.Position = 0;
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, ModificationTime = at, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite }, cancellationToken).ConfigureAwait(false);
            content.Position = content.Length;
        }
    }
}
