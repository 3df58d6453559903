using Auditor.Core.Reports.Authenticity;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Adds whole reports to the totals of their day, and takes them out again.</summary>
internal sealed class DailyTotals(WriteConnection connection)
{
    private static readonly string[] SumColumns = ["Messages", "Aligned", "DkimAligned", "SpfAligned", "Quarantined", "Rejected"];

    private readonly Statement add = connection.Prepare(
        $"""
        INSERT INTO "DailyTotals" AS old ("PolicyDomain", "Day", "Tier", "Reports", "Messages", "Aligned", "DkimAligned", "SpfAligned", "Quarantined", "Rejected")
        VALUES (@domain, @day, @tier, 1, @messages, @aligned, @dkim, @spf, @quarantined, @rejected)
        ON CONFLICT ("PolicyDomain", "Day", "Tier") DO UPDATE SET "Reports" = old."Reports" + 1, {string.Join(", ", SumColumns.Select(c => Capped(connection.Options, c)))}
        """,
        "@domain", "@day", "@tier", "@messages", "@aligned", "@dkim", "@spf", "@quarantined", "@rejected", "@cap");

    private readonly Statement remove = connection.Prepare(
        $"""
        UPDATE "DailyTotals" SET "Reports" = "Reports" - 1, "Messages" = {Floored(connection.Options, "Messages", "@messages")}, "Aligned" = {Floored(connection.Options, "Aligned", "@aligned")},
            "DkimAligned" = {Floored(connection.Options, "DkimAligned", "@dkim")}, "SpfAligned" = {Floored(connection.Options, "SpfAligned", "@spf")},
            "Quarantined" = {Floored(connection.Options, "Quarantined", "@quarantined")}, "Rejected" = {Floored(connection.Options, "Rejected", "@rejected")}
        WHERE "PolicyDomain" = @domain AND "Day" = @day AND "Tier" = @tier
        """,
        "@domain", "@day", "@tier", "@messages", "@aligned", "@dkim", "@spf", "@quarantined", "@rejected");

    private readonly Statement clear = connection.Prepare(
        """DELETE FROM "DailyTotals" WHERE "PolicyDomain" = @domain AND "Day" = @day AND "Tier" = @tier AND "Reports" <= 0""", "@domain", "@day", "@tier");

    public Task AddAsync(string domain, int day, TrustTier tier, ReportTotals t, CancellationToken cancellationToken) =>
        add.With(domain, day, (int)tier, t.Messages, t.Aligned, t.DkimAligned, t.SpfAligned, t.Quarantined, t.Rejected, RowTally.MaxMessages).RunAsync(cancellationToken);

    public async Task RemoveAsync(string domain, int day, TrustTier tier, ReportTotals t, CancellationToken cancellationToken)
    {
        await remove.With(domain, day, (int)tier, t.Messages, t.Aligned, t.DkimAligned, t.SpfAligned, t.Quarantined, t.Rejected).RunAsync(cancellationToken).ConfigureAwait(false);
        await clear.With(domain, day, (int)tier).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An expression that takes a value out of a sum, never below zero: sums that hostile reports drove to their cap have lost count.</summary>
    public static string Floored(StorageOptions options, string column, string value) =>
        $"{(options.Provider == StorageProvider.Sqlite ? "max" : "greatest")}(\"{column}\" - {value}, 0)";

    private static string Capped(StorageOptions options, string column) =>
        $"\"{column}\" = {(options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old.\"{column}\" + excluded.\"{column}\", @cap)";
}
