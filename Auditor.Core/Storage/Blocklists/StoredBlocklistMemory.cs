using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Blocklists;

/// <summary>
/// The memory of lists' answers in the database. The right to ask is taken before the question goes out, in one statement: two workers, a restart or a kill never
/// make a list be asked twice in <see cref="BlocklistLimits.Interval"/>.
/// </summary>
public sealed class StoredBlocklistMemory(AuditorDatabase database, TimeProvider time) : IBlocklistMemory
{
    /// <summary>Rows of one statement.</summary>
    private const int ClaimedAtOnce = 100;

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, BlocklistLookup>> FindAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken) =>
        StorageFaults.GuardAsync(database.Options, async () =>
        {
            var context = database.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                var records = await context.BlocklistRecords.AsNoTracking()
                    .Where(r => r.List == list && r.AnsweredAt != null && subjects.Contains(r.Subject)).ToListAsync(cancellationToken).ConfigureAwait(false);
                return (IReadOnlyDictionary<string, BlocklistLookup>)records.ToDictionary(r => r.Subject, Lookup, StringComparer.Ordinal);
            }
        });

    /// <inheritdoc />
    public Task<IReadOnlySet<string>> ClaimAsync(string list, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        return StorageFaults.GuardAsync(database.Options, async () =>
        {
            var claimed = new HashSet<string>(StringComparer.Ordinal);
            foreach (var chunk in subjects.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(ClaimedAtOnce))
            {
                await ClaimAsync(list, chunk, claimed, cancellationToken).ConfigureAwait(false);
            }

            return (IReadOnlySet<string>)claimed;
        });
    }

    /// <inheritdoc />
    public Task RememberAsync(string list, IReadOnlyDictionary<string, BlocklistLookup> answers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers.Count == 0 ? Task.CompletedTask : StorageFaults.GuardAsync(database.Options, async () =>
        {
            var context = database.CreateDbContext();
            await using (context.ConfigureAwait(false))
            {
                var subjects = answers.Keys.ToList();
                var records = await context.BlocklistRecords.Where(r => r.List == list && subjects.Contains(r.Subject)).ToListAsync(cancellationToken).ConfigureAwait(false);
                records.ForEach(record => Note(record, answers[record.Subject]));
                return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>The answer of a record.</summary>
    internal static BlocklistLookup Lookup(BlocklistRecord record) => new(record.Status, Addresses(record.Returned), record.AnsweredAt ?? record.AskedAt)
    {
        IsError = record.IsError,
        Reason = record.Reason,
    };

    private async Task ClaimAsync(string list, string[] subjects, HashSet<string> claimed, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var command = connection.CreateCommand();
        await using var __ = command.ConfigureAwait(false);
        var rows = new StringBuilder();
        for (var i = 0; i < subjects.Length; i++)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}(@list, @s{i}, @now, 0, '', {(database.IsSqlite ? "0" : "false")})");
            Add(command, string.Create(CultureInfo.InvariantCulture, $"@s{i}"), subjects[i]);
        }

        var now = time.GetUtcNow();
        Add(command, "@list", list);
        Add(command, "@now", now.ToUnixTimeSeconds());
        Add(command, "@before", (now - BlocklistLimits.Interval).ToUnixTimeSeconds());
#pragma warning disable CA2100 // Constants and numbered parameters only.
        command.CommandText = $"""
            INSERT INTO "BlocklistRecords" ("List", "Subject", "AskedAt", "Status", "Returned", "IsError") VALUES {rows}
            ON CONFLICT ("List", "Subject") DO UPDATE SET "AskedAt" = excluded."AskedAt" WHERE "BlocklistRecords"."AskedAt" <= @before
            RETURNING "Subject"
            """;
#pragma warning restore CA2100
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ___ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            claimed.Add(reader.GetString(0));
        }
    }

    private static void Note(BlocklistRecord record, BlocklistLookup answer)
    {
        if (answer.IsError && !record.IsError && answer.AskedAt - record.AnsweredAt < BlocklistLimits.LastKnownFor)
        {
            return;
        }

        var returned = string.Join(',', answer.Returned);
        if (record.AnsweredAt is null || record.Returned != returned || record.IsError != answer.IsError)
        {
            record.ChangedAt = answer.AskedAt;
        }

        (record.AnsweredAt, record.Status, record.Returned, record.IsError, record.Reason) = (answer.AskedAt, answer.Status, returned, answer.IsError, answer.Reason is null ? null : StoredText.Clean(answer.Reason));
    }

    private static ImmutableArray<IPAddress> Addresses(string returned) => [.. returned.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
