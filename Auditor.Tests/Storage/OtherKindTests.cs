using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Retention;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class OtherKindTests
{
    private const string Tls = """
        {"organization-name":"Sender","date-range":{"start-datetime":"2026-11-01T00:00:00Z","end-datetime":"2026-11-01T23:59:59Z"},"report-id":"1",
         "policies":[{"policy":{"policy-type":"sts","policy-domain":"example.com"},"summary":{"total-successful-session-count":5,"total-failure-session-count":3},
                      "failure-details":[{"result-type":"certificate-expired","receiving-mx-hostname":"MX1.example.com","failed-session-count":2},{"result-type":"certificate-expired","receiving-mx-hostname":"mx1.example.com.","failed-session-count":1}]},
                     {"policy":{"policy-type":"tlsa","policy-domain":"example.com"},"summary":{"total-successful-session-count":5,"total-failure-session-count":0}}]}
        """;

    private static readonly DateTimeOffset Now = new(2026, 11, 4, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_TLS_report_is_stored_once_with_its_sums(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var results = await IngestAsync(test.Database, Text(Tls), Text(Tls), Text(Tls.Replace("Sender", "SENDER", StringComparison.Ordinal)), Text(Tls.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)));

        results.Select(r => (r.Outcome, r.Kind, r.ReasonCode)).Should().Equal(
            (PartOutcome.Imported, ReportKind.Tls, null), (PartOutcome.Duplicate, ReportKind.Tls, IngestReason.DuplicateKey),
            (PartOutcome.Duplicate, ReportKind.Tls, IngestReason.DuplicateKey), (PartOutcome.Imported, ReportKind.Tls, null));
        await using var context = test.Database.CreateDbContext();
        var first = await context.TlsReports.OrderBy(r => r.Id).FirstAsync(Cancel);
        first.Should().BeEquivalentTo(new { OrgKey = "sender", OrgName = "Sender", ReportId = "1", PolicyDomain = "example.com", Successful = 10L, Failed = 3L });
        TlsPolicyJson.Unpack(first.Policies!).Select(p => (p.Type, p.Failures.Length)).Should().Equal(("sts", 2), ("tlsa", 0));
        (await context.TlsTotals.OrderBy(t => t.PolicyType).Select(t => new { t.Domain, t.OrgKey, t.PolicyType, t.Successful, t.Failed }).ToListAsync(Cancel)).Should().Equal(
            new { Domain = "example.com", OrgKey = "sender", PolicyType = "sts", Successful = 10L, Failed = 6L },
            new { Domain = "example.com", OrgKey = "sender", PolicyType = "tlsa", Successful = 10L, Failed = 0L });
        (await context.TlsFailures.SingleAsync(Cancel)).Should().BeEquivalentTo(
            new TlsDailyFailure { Domain = "example.com", Day = new DateOnly(2026, 11, 1), OrgKey = "sender", ResultType = "certificate-expired", MxHost = "mx1.example.com", Sessions = 6 });
    }

    [Theory, BothDatabases]
    public async Task Failure_reports_are_counted_but_not_kept_until_it_is_switched_on(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        (await IngestAsync(test.Database, Fixture("dmarc.eml"))).Single().Should().BeEquivalentTo(
            new { Outcome = PartOutcome.NotAReport, Kind = ReportKind.Failure, ReasonCode = IngestReason.FailureNotKept });
        await using var context = test.Database.CreateDbContext();
        (await context.FailureReports.CountAsync(Cancel)).Should().Be(0);
        (await context.Ledger.SingleAsync(Cancel)).Should().BeEquivalentTo(new { MailSubject = (string?)null, MailFrom = "reporter.example", MessageId = "report-1@reporter.example" });

        await KeepAsync(test.Database);
        (await IngestAsync(test.Database, Fixture("dmarc.eml"), Fixture("dmarc.eml"))).Select(r => r.Outcome).Should().Equal(PartOutcome.Imported, PartOutcome.Duplicate);
        var kept = await context.FailureReports.SingleAsync(Cancel);
        kept.Should().BeEquivalentTo(new { Domain = "example.org", HeaderFrom = "example.org", SourceIp = "192.0.2.7", AuthFailure = "dmarc", IdentityAlignment = "dkim,spf", Reporter = "reporter.example", Incidents = 1L });
        kept.MailFrom.Should().MatchRegex("^~[0-9a-f]{16}@example.org$");
    }

    [Theory, BothDatabases]
    public async Task Complaints_are_counted_by_source_day_and_domain_once_each(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var other = Text(Encoding.UTF8.GetString(Fixture("complaint.eml")).Replace("complaint-1", "complaint-2", StringComparison.Ordinal));
        (await IngestAsync(test.Database, Fixture("complaint.eml"), Fixture("complaint.eml"), other)).Select(r => r.Outcome)
            .Should().Equal(PartOutcome.Imported, PartOutcome.Duplicate, PartOutcome.Imported);

        await using var context = test.Database.CreateDbContext();
        (await context.Complaints.SingleAsync(Cancel)).Should().BeEquivalentTo(
            new ComplaintCount { Domain = "example.org", Day = new DateOnly(2026, 11, 2), SourceIp = "192.0.2.9", FeedbackType = "abuse", Complaints = 2 });
    }

    [Fact]
    public async Task No_file_of_the_database_holds_a_person_a_subject_or_a_body()
    {
        await using var test = await TestDatabase.CreateAsync(StorageProvider.Sqlite, Cancel);
        await KeepAsync(test.Database);
        var cut = Fixture("dmarc.eml").AsMemory(0, 1200).ToArray();
        await IngestAsync(test.Database, Fixture("dmarc.eml"), Fixture("complaint.eml"), cut);

        var bytes = Directory.GetFiles(test.Database.Options.Path, "auditor.db*").Select(ReadShared).ToList();
        bytes.Should().NotBeEmpty();
        foreach (var personal in (string[])["secret.person", "Secret.Person", "hidden.reader", "quoted name", "PrivateBodyText", "PrivateSubjectText", "UHJpdmF0", "private-id"])
        {
            bytes.Exists(b => b.AsSpan().IndexOf(Encoding.UTF8.GetBytes(personal)) >= 0).Should().BeFalse($"'{personal}' is nobody's business");
        }
    }

    [Theory, BothDatabases]
    public async Task Retention_takes_failure_reports_soon_and_details_of_TLS_reports_later(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await KeepAsync(test.Database);
        await IngestAsync(test.Database, Text(Tls), Fixture("dmarc.eml"), Fixture("complaint.eml"));

        await ApplyAsync(test, 31);
        await using (var context = test.Database.CreateDbContext())
        {
            (await context.FailureReports.CountAsync(Cancel)).Should().Be(0);
            (await context.TlsReports.SingleAsync(Cancel)).Policies.Should().NotBeNull();
        }

        await ApplyAsync(test, 401);
        await using var after = test.Database.CreateDbContext();
        (await after.TlsReports.SingleAsync(Cancel)).Policies.Should().BeNull();
        (await after.TlsTotals.CountAsync(Cancel) + await after.Complaints.CountAsync(Cancel)).Should().Be(3);
        (await after.CountedFeedback.CountAsync(Cancel)).Should().Be(0);
    }

    private static Task<RetentionResult> ApplyAsync(TestDatabase test, int days) => new RetentionWriter(test.Database, new FixedTime(Now.AddDays(days))).ApplyAsync(new RetentionOptions(), Cancel);

    private static async Task KeepAsync(AuditorDatabase database)
    {
        await using var context = database.CreateDbContext();
        context.Settings.Add(new Setting { Key = StorageOptions.KeepFailureReportsKey, Value = "true", ChangedAt = Now });
        await context.SaveChangesAsync(Cancel);
    }

    private static async Task<IngestResult[]> IngestAsync(AuditorDatabase database, params byte[][] contents)
    {
        var results = new List<IngestResult>();
        await using var session = await new IngestWriter(database, new FixedTime(Now)).BeginAsync(IntakeSource.Files, null, null, Cancel);
        foreach (var content in contents)
        {
            foreach (var part in ReportIntake.ReadParts(content, "Report (mail-from=secret.person@example.org).eml", IntakeLimits.Default))
            {
                results.Add(await session.WriteAsync(part, default, Cancel));
            }
        }

        var summary = await session.FinishAsync(null, Cancel);
        summary.Seen.Should().Be(results.Count);
        return [.. results];
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Fixture(string name) => File.ReadAllBytes(Path.Combine(ProjectRoot.Path, "fixtures", "reports", "failure", name));

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var held = new MemoryStream();
        stream.CopyTo(held);
        return held.ToArray();
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
