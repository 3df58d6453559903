using Auditor.Core.Reports.Intake;
using Auditor.Core.Reports.Tls;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores a TLS report and its daily sums, never twice.</summary>
internal sealed class TlsStore(WriteConnection connection, IntakeSource source)
{
    // What a hundred million reports may add up to before a sum would overflow: it stops there.
    private const long MaxSum = 1L << 62;

    private readonly Statement byKey = connection.Prepare(
        """SELECT "Id" FROM "TlsReports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end""",
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly Statement byContent = connection.Prepare("""SELECT "Id" FROM "TlsReports" WHERE "ContentHash" = @hash""", "@hash");

    private readonly Statement head = connection.Prepare(
        """
        INSERT INTO "TlsReports" ("OrgKey", "ReportId", "PolicyDomain", "Begin", "End", "ContentHash", "Policies", "OrgName", "ContactInfo", "Successful", "Failed", "ReceivedAt", "Source")
        VALUES (@org, @id, @domain, @begin, @end, @hash, @policies, @name, @contact, @successful, @failed, @received, @source) RETURNING "Id"
        """,
        "@org", "@id", "@domain", "@begin", "@end", "@hash", "@policies", "@name", "@contact", "@successful", "@failed", "@received", "@source");

    private readonly Statement total = connection.Prepare(
        $"""
        INSERT INTO "TlsDailyTotals" AS old ("Domain", "Day", "OrgKey", "PolicyType", "Successful", "Failed") VALUES (@domain, @day, @org, @type, @successful, @failed)
        ON CONFLICT ("Domain", "Day", "OrgKey", "PolicyType") DO UPDATE SET "Successful" = {Sum(connection.Options, "Successful")}, "Failed" = {Sum(connection.Options, "Failed")}
        """,
        "@domain", "@day", "@org", "@type", "@successful", "@failed", "@cap");

    private readonly Statement failure = connection.Prepare(
        $"""
        INSERT INTO "TlsDailyFailures" AS old ("Domain", "Day", "OrgKey", "ResultType", "MxHost", "Sessions") VALUES (@domain, @day, @org, @type, @mx, @sessions)
        ON CONFLICT ("Domain", "Day", "OrgKey", "ResultType", "MxHost") DO UPDATE SET "Sessions" = {Sum(connection.Options, "Sessions")}
        """,
        "@domain", "@day", "@org", "@type", "@mx", "@sessions", "@cap");

    public async Task<IngestResult> StoreAsync(TlsReport report, byte[] hash, long now, CancellationToken cancellationToken)
    {
        var org = StoredText.Key(report.OrganizationName?.ToLowerInvariant());
        var id = StoredText.Key(report.ReportId);
        var domain = StoredText.Key(report.Policies[0].Domain);
        if (await byKey.With(domain, org, id, report.Begin, report.End).LongAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return Duplicate(IngestReason.DuplicateKey, "A TLS report with the same sender, id, domain and window is stored already.");
        }

        if (await byContent.With(hash).LongAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return Duplicate(IngestReason.DuplicateContent, "A TLS report with the same text is stored already.");
        }

        await head.With(org, id, domain, report.Begin, report.End, hash, TlsPolicyJson.Pack(report.Policies), report.OrganizationName, report.ContactInfo,
            report.Successful, report.Failed, now, (int)source).LongAsync(cancellationToken).ConfigureAwait(false);
        await SumUpAsync(report, org, cancellationToken).ConfigureAwait(false);
        return new IngestResult { Outcome = PartOutcome.Imported, Kind = ReportKind.Tls, Rows = report.Policies.Length };
    }

    private async Task SumUpAsync(TlsReport report, string org, CancellationToken cancellationToken)
    {
        var day = UnixDay.Number(UnixDay.Of(report.Begin));
        foreach (var group in report.Policies.GroupBy(p => (Domain: StoredText.Key(p.Domain), Type: StoredText.Key(p.Type))))
        {
            await total.With(group.Key.Domain, day, org, group.Key.Type, group.Sum(p => p.Successful), group.Sum(p => p.Failed), MaxSum).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        var failures = report.Policies.SelectMany(p => p.Failures, (policy, f) => (Domain: StoredText.Key(policy.Domain), Type: StoredText.Key(f.ResultType), Mx: StoredText.Key(f.ReceivingMxHostname), f.Count));
        foreach (var group in failures.GroupBy(f => (f.Domain, f.Type, f.Mx)).OrderByDescending(g => g.Sum(f => f.Count)).Take(MaxFailureSums))
        {
            await failure.With(group.Key.Domain, day, org, group.Key.Type, group.Key.Mx, group.Sum(f => f.Count), MaxSum).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Types and hosts are free text: of an absurd report the thousand largest sums are kept, and the report itself as it is.
    private const int MaxFailureSums = 1_000;

    private static string Sum(StorageOptions options, string column) =>
        $"{(options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old.\"{column}\" + excluded.\"{column}\", @cap)";

    private static IngestResult Duplicate(string code, string reason) =>
        new() { Outcome = PartOutcome.Duplicate, Kind = ReportKind.Tls, ReasonCode = code, Reason = reason };
}
