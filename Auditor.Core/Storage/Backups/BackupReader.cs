using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Auditor.Core.Storage.Backups.Age;

namespace Auditor.Core.Storage.Backups;

/// <summary>Reads a backup to its end, and proves that nothing of it was changed or is missing.</summary>
public static partial class BackupReader
{
    // A row of the largest report that is kept as it arrived, in base 64, and the rows before it.
    private const int MostPart = 128 * 1024 * 1024;
    private const int MostDocument = 4 * 1024 * 1024;
    private const int MostKey = 256 * 1024;
    private const int MostKeys = 10_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>Reads all of it and keeps nothing.</summary>
    /// <param name="input">The file; it stays open.</param>
    /// <param name="passphrase">What it was made with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BackupException">It is no backup, another's, damaged, cut off, or newer than the program.</exception>
    public static Task<BackupContent> CheckAsync(Stream input, string passphrase, CancellationToken cancellationToken) => ReadAsync(input, passphrase, null, cancellationToken);

    /// <summary>As <see cref="CheckAsync"/>; hands on what it reads. What a sink was given counts only once this returned.</summary>
    internal static async Task<BackupContent> ReadAsync(Stream input, string passphrase, IBackupSink? sink, CancellationToken cancellationToken)
    {
        try
        {
            var age = new AgeReader(input, passphrase);
            await using var _ = age.ConfigureAwait(false);
            var packed = new GZipStream(age, CompressionMode.Decompress, leaveOpen: true);
            await using var __ = packed.ConfigureAwait(false);
            var tar = new TarReader(packed, leaveOpen: true);
            await using var ___ = tar.ConfigureAwait(false);
            var content = await new Entries(tar, sink).ReadAsync(cancellationToken).ConfigureAwait(false);

            // The last chunk says that it is the last: only who reads it knows that nothing was cut off.
            await packed.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            await age.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            return content;
        }
        // What gzip, tar, JSON and base 64 say of octets that are none.
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            throw Damaged($"it cannot be unpacked ({e.Message})", e);
        }
    }

    private static BackupException Damaged(string what, Exception? cause = null) => new(BackupFault.Damaged, $"The backup is damaged: {what}. Nothing of it is used.", cause);

    // As the key ring names its files.
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\.xml$", RegexOptions.NonBacktracking)]
    private static partial Regex KeyFile();

    private sealed class Entries(TarReader tar, IBackupSink? sink)
    {
        private readonly Dictionary<string, long> rows = new(StringComparer.Ordinal);
        private int keys;

        public async Task<BackupContent> ReadAsync(CancellationToken cancellationToken)
        {
            var head = await HeadAsync(cancellationToken).ConfigureAwait(false);
            if (head.Tables.Select(t => t.Name).Distinct(StringComparer.Ordinal).Count() < head.Tables.Count)
            {
                throw Damaged("it describes a table twice");
            }

            var tables = head.Tables.ToDictionary(t => t.Name, StringComparer.Ordinal);
            foreach (var table in tables.Keys)
            {
                rows[table] = 0;
            }

            if (sink is not null)
            {
                await sink.BeginAsync(head, cancellationToken).ConfigureAwait(false);
            }

            while (await NextAsync(cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.Name == BackupWriter.EndName)
                {
                    var end = await DocumentAsync<BackupEnd>(entry, cancellationToken).ConfigureAwait(false);
                    Compare(end);
                    return new BackupContent(head, end);
                }

                if (entry.Name.StartsWith(BackupWriter.KeyFolder, StringComparison.Ordinal))
                {
                    await KeyAsync(entry, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await RowsAsync(entry, tables, cancellationToken).ConfigureAwait(false);
                }
            }

            throw Damaged("its end is missing");
        }

        private async Task<BackupHead> HeadAsync(CancellationToken cancellationToken)
        {
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not { Name: BackupWriter.HeadName } first)
            {
                throw new BackupException(BackupFault.NoBackup, $"It is no backup of Auditor: it does not begin with {BackupWriter.HeadName}.");
            }

            var octets = await OctetsAsync(first, MostDocument, cancellationToken).ConfigureAwait(false);
            using (var document = JsonDocument.Parse(octets))
            {
                if (document.RootElement.TryGetProperty("format", out var format) && format.TryGetInt32(out var number) && number > BackupHead.CurrentFormat)
                {
                    throw new BackupException(BackupFault.TooNew, string.Create(CultureInfo.InvariantCulture,
                        $"The backup has format {number}, and this version of Auditor reads up to {BackupHead.CurrentFormat}: use the version that made it, or a newer one."));
                }
            }

            return JsonSerializer.Deserialize<BackupHead>(octets, Json) ?? throw Damaged($"{BackupWriter.HeadName} is empty");
        }

        private async Task KeyAsync(TarEntry entry, CancellationToken cancellationToken)
        {
            var name = entry.Name[BackupWriter.KeyFolder.Length..];
            if (!KeyFile().IsMatch(name) || ++keys > MostKeys)
            {
                throw Damaged("it holds a file that is no key");
            }

            var octets = await OctetsAsync(entry, MostKey, cancellationToken).ConfigureAwait(false);
            if (sink is not null)
            {
                await sink.KeyAsync(name, octets, cancellationToken).ConfigureAwait(false);
            }
        }

        private async Task RowsAsync(TarEntry entry, Dictionary<string, BackupTable> tables, CancellationToken cancellationToken)
        {
            var path = entry.Name.Split('/');
            if (path is not ["tables", _, _] || !tables.TryGetValue(path[1], out var table))
            {
                throw Damaged("it holds rows of a table that it does not describe");
            }

            var lines = await OctetsAsync(entry, MostPart, cancellationToken).ConfigureAwait(false);
            rows[table.Name] += lines.AsSpan().Count((byte)'\n');
            if (sink is not null)
            {
                await sink.RowsAsync(table, lines, cancellationToken).ConfigureAwait(false);
            }
        }

        private void Compare(BackupEnd end)
        {
            if (end.Keys != keys || end.Rows.Count != rows.Count || end.Rows.Any(r => !rows.TryGetValue(r.Key, out var found) || found != r.Value))
            {
                throw Damaged("it does not hold as many rows as it says");
            }
        }

        private async Task<TarEntry?> NextAsync(CancellationToken cancellationToken) => await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);

        private static async Task<T> DocumentAsync<T>(TarEntry entry, CancellationToken cancellationToken) =>
            JsonSerializer.Deserialize<T>(await OctetsAsync(entry, MostDocument, cancellationToken).ConfigureAwait(false), Json) ?? throw Damaged($"{entry.Name} is empty");

        private static async Task<byte[]> OctetsAsync(TarEntry entry, int most, CancellationToken cancellationToken)
        {
            if (entry.EntryType != TarEntryType.RegularFile || entry.Length > most || (entry.DataStream is null && entry.Length > 0))
            {
                throw Damaged("it holds an entry that no backup has");
            }

            var octets = new byte[entry.Length];
            if (entry.DataStream is { } stream)
            {
                await stream.ReadExactlyAsync(octets, cancellationToken).ConfigureAwait(false);
            }

            return octets;
        }
    }
}

/// <summary>What a backup holds.</summary>
/// <param name="Head">When, where and by which version it was made.</param>
/// <param name="End">How much is in it.</param>
public sealed record BackupContent(BackupHead Head, BackupEnd End)
{
    /// <summary>Rows of all tables.</summary>
    public long Rows => End.Rows.Values.Sum();
}
