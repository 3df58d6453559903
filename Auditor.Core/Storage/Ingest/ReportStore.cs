using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores one aggregate report: rows as they are read, then sums, then the head, which takes the key.</summary>
internal sealed class ReportStore(WriteConnection connection, IBulkWriter bulk)
{
    private readonly Statement byKey = connection.Prepare(
        """SELECT "Id" FROM "Reports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end""",
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly Statement byContent = connection.Prepare("""SELECT "Id" FROM "Reports" WHERE "ContentHash" = @hash""", "@hash");

    // The writer is alone, so the next id is known before the head is written; rows of a part that is undone leave no trace.
    private readonly Statement nextId = connection.Prepare(connection.Options.Provider == StorageProvider.Sqlite
        ? """SELECT coalesce((SELECT "seq" FROM sqlite_sequence WHERE "name" = 'Reports'), 0) + 1"""
        : """SELECT nextval(pg_get_serial_sequence('"Reports"', 'Id'))""");

    private readonly Statement head = connection.Prepare(
        """
        INSERT INTO "Reports" ("Id", "OrgKey", "ReportId", "PolicyDomain", "Begin", "End", "ContentHash", "OrgName", "Email", "ExtraContactInfo", "Variant",
            "Version", "Generator", "Errors", "Repairs", "PolicyP", "PolicySp", "PolicyNp", "PolicyAdkim", "PolicyAspf", "PolicyPct", "PolicyFo", "PolicyTesting",
            "PolicyDiscoveryMethod", "RowCount", "MessageCount", "AlignedCount", "HasRows", "ReceivedAt", "Source")
        VALUES (@key, @org, @id, @domain, @begin, @end, @hash, @name, @email, @contact, @variant,
            @version, @generator, @errors, @repairs, @p, @sp, @np, @adkim, @aspf, @pct, @fo, @testing,
            @method, @rows, @messages, @aligned, @hasrows, @received, @source)
        """,
        "@key", "@org", "@id", "@domain", "@begin", "@end", "@hash", "@name", "@email", "@contact", "@variant",
        "@version", "@generator", "@errors", "@repairs", "@p", "@sp", "@np", "@adkim", "@aspf", "@pct", "@fo", "@testing",
        "@method", "@rows", "@messages", "@aligned", "@hasrows", "@received", "@source");

    private readonly Statement total = connection.Prepare(
        $"""
        INSERT INTO "DailyTotals" AS old ("PolicyDomain", "Day", "Reports", "Messages", "Aligned", "DkimAligned", "SpfAligned", "Quarantined", "Rejected")
        VALUES (@domain, @day, 1, @messages, @aligned, @dkim, @spf, @quarantined, @rejected)
        ON CONFLICT ("PolicyDomain", "Day") DO UPDATE SET "Reports" = old."Reports" + 1, {string.Join(", ", SumColumns.Select(c => Capped(connection.Options, c)))}
        """,
        "@domain", "@day", "@messages", "@aligned", "@dkim", "@spf", "@quarantined", "@rejected", "@cap");

    private readonly Statement touch = connection.Prepare(
        """UPDATE "Domains" SET "LastReportAt" = @end WHERE "Name" = @domain AND ("LastReportAt" IS NULL OR "LastReportAt" < @end)""",
        "@end", "@domain");

    private static string[] SumColumns => ["Messages", "Aligned", "DkimAligned", "SpfAligned", "Quarantined", "Rejected"];

    /// <summary>The stored report with this key; null when there is none.</summary>
    public Task<long?> FindAsync(ReportKey key, CancellationToken cancellationToken) =>
        byKey.With(key.PolicyDomain, key.OrgKey, key.ReportId, key.Begin, key.End).LongAsync(cancellationToken);

    /// <summary>The stored report with this text; null when there is none.</summary>
    public Task<long?> FindAsync(byte[] contentHash, CancellationToken cancellationToken) => byContent.With(contentHash).LongAsync(cancellationToken);

    /// <summary>Reads all rows and stores them; the caller undoes it unless the completion says parsed.</summary>
    public async Task<StoredRows> StoreRowsAsync(AggregateReader reader, ReportKey key, CancellationToken cancellationToken)
    {
        var id = await nextId.LongAsync(cancellationToken).ConfigureAwait(false) ?? throw new InvalidOperationException("The database gave no report id.");
        var tally = new RowTally();
        try
        {
            for (var ordinal = 0; reader.TryRead(out var row); ordinal++)
            {
                await bulk.RowAsync(id, ordinal, row, cancellationToken).ConfigureAwait(false);
                tally.Add(row);
                if (tally.IsFull)
                {
                    await FlushAsync(key, tally, cancellationToken).ConfigureAwait(false);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch
        {
            await bulk.AbandonRowsAsync().ConfigureAwait(false);
            throw;
        }

        await FlushAsync(key, tally, cancellationToken).ConfigureAwait(false);
        return new StoredRows(id, tally.Totals);
    }

    /// <summary>Writes the head, which takes the key.</summary>
    public async Task StoreHeadAsync(AggregateReader reader, ReportKey key, StoredRows rows, ReportOrigin origin, CancellationToken cancellationToken)
    {
        var header = reader.Header;
        var policy = header.PolicyPublished;
        var completion = reader.Completion;
        await head.With(rows.ReportId, key.OrgKey, key.ReportId, key.PolicyDomain, key.Begin, key.End, origin.ContentHash, header.OrgName, header.Email,
                header.ExtraContactInfo, (int)header.Variant, header.Version, header.Generator, Lines(header.Errors), Lines([.. completion.Repairs.Select(Describe)]),
                policy.P, policy.Sp, policy.Np, policy.Adkim, policy.Aspf, policy.Pct, policy.Fo, policy.Testing, policy.DiscoveryMethod,
                (long)reader.RowCount, reader.MessageCount, rows.Totals.Aligned, true, origin.ReceivedAt, (int)origin.Source)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var t = rows.Totals;
        await total.With(key.PolicyDomain, key.Day, t.Messages, t.Aligned, t.DkimAligned, t.SpfAligned, t.Quarantined, t.Rejected, RowTally.MaxMessages)
            .RunAsync(cancellationToken).ConfigureAwait(false);
        await touch.With(Math.Min(key.End, origin.ReceivedAt), key.PolicyDomain).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task FlushAsync(ReportKey key, RowTally tally, CancellationToken cancellationToken)
    {
        await bulk.EndRowsAsync(cancellationToken).ConfigureAwait(false);
        await bulk.AddAsync(key.PolicyDomain, key.Day, tally, cancellationToken).ConfigureAwait(false);
        tally.Clear();
    }

    private static string Capped(StorageOptions options, string column) =>
        $"\"{column}\" = {(options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old.\"{column}\" + excluded.\"{column}\", @cap)";

    private static string? Lines(IReadOnlyCollection<string> lines) => lines.Count == 0 ? null : string.Join('\n', lines);

    private static string Describe(Repair repair) => (repair.Line, repair.Count) switch
    {
        (null, 1) => $"{repair.Code}: {repair.Text}",
        (null, var count) => $"{repair.Code}: {repair.Text} ({count} times)",
        (var line, 1) => $"{repair.Code}: {repair.Text} (line {line})",
        var (line, count) => $"{repair.Code}: {repair.Text} (first in line {line}, {count} times)",
    };
}

/// <summary>Rows that are stored under a report's id, whose head is still to come.</summary>
internal sealed record StoredRows(long ReportId, ReportTotals Totals);

/// <summary>What the head says about the way the report came; the time in Unix seconds.</summary>
internal sealed record ReportOrigin(byte[] ContentHash, long ReceivedAt, IntakeSource Source);
