using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class ReporterQualityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task What_is_odd_is_counted_by_reporter(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            StoredReport[] reports =
            [
                Report("good", 1, 6), Report("good", 2, 10), Report("good", 40, 1),
                Report("odd", 1, 72, "unknown-value: disposition 'x' (line 3)\ntext-cut: org_name (line 4)\ntext-cut: email (line 5)", TrustTier.Unauthenticated), Report("odd", 2, -3, conflict: true, tier: TrustTier.Pending), Report("odd", 3, 4, "unknown-value: spf 'y'"),
            ];
            db.Reports.AddRange(reports);
            var run = new IntakeRun { Source = IntakeSource.Mailbox, StartedAt = Now };
            db.IntakeRuns.Add(run);
            await db.SaveChangesAsync(Cancel);
            db.Ledger.AddRange(
                Entry(run, PartOutcome.Duplicate, reportId: reports[0].Id), Entry(run, PartOutcome.Duplicate, reportId: reports[0].Id), Entry(run, PartOutcome.Duplicate, reportId: reports[0].Id, daysAgo: 31),
                Entry(run, PartOutcome.Quarantined, "r@Bad.example", "xml-truncated"), Entry(run, PartOutcome.Quarantined, "r@bad.example", "xml-truncated"),
                Entry(run, PartOutcome.Quarantined, "r@bad.example", "archive-damaged"), Entry(run, PartOutcome.Quarantined, null, "archive-damaged"),
                Entry(run, PartOutcome.Empty, "r@bad.example"), Entry(run, PartOutcome.Empty, "r@quiet.example"), Entry(run, PartOutcome.Empty, "r@quiet.example"));
            await db.SaveChangesAsync(Cancel);
        }

        var found = await new ReporterQualityQuery(test.Database, new StillTime(Now)).ReadAsync(0, Cancel);
        found.Total.Should().Be(2);
        found.Reporters.Should().BeEquivalentTo(
            [new ReporterQuality("odd", "ODD", 3, 15, 2, 1, 2, 0, 4, 72) { Repairs = ["unknown-value", "text-cut"] }, new ReporterQuality("good", "GOOD", 2, 10, 0, 0, 0, 2, 8, 10)], o => o.WithStrictOrdering());
        found.Unusable.Should().Equal(new UnusableSender("bad.example", 3, 1, "xml-truncated"), new UnusableSender("", 1, 0, "archive-damaged"), new UnusableSender("quiet.example", 0, 2, null));
        (await new ReporterQualityQuery(test.Database, new StillTime(Now)).ReadAsync(1, Cancel)).Reporters.Should().BeEmpty();
    }

    private static StoredReport Report(string org, int daysAgo, int hoursLate, string? repairs = null, TrustTier tier = TrustTier.Verified, bool conflict = false)
    {
        var end = new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-daysAgo);
        return new StoredReport
        {
            OrgKey = org,
            OrgName = org.ToUpperInvariant(),
            ReportId = $"{daysAgo}",
            PolicyDomain = "example.com",
            Begin = end.AddDays(-1),
            End = end,
            ContentHash = [(byte)org.Length, (byte)daysAgo],
            RowCount = 5,
            Repairs = repairs,
            Tier = tier,
            IsConflict = conflict,
            ReceivedAt = end.AddHours(hoursLate),
        };
    }

    private static LedgerEntry Entry(IntakeRun run, PartOutcome outcome, string? from = null, string? reason = null, long? reportId = null, int daysAgo = 1) => new()
    {
        RunId = run.Id,
        At = Now.AddDays(-daysAgo),
        Kind = ReportKind.Aggregate,
        Outcome = outcome,
        MailFrom = from,
        ReasonCode = reason,
        ReportId = reportId,
    };
}
