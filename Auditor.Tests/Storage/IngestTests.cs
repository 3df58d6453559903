using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class IngestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_report_is_stored_with_its_rows_sums_selectors_and_ledger_entry(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var report = new TestReport
        {
            Rows = [TestReport.Row("192.0.2.1", 3), TestReport.Row("192.0.2.1", 4), TestReport.Row("2001:db8::1", 5, "fail", "fail", "reject")],
            Mail = new MailSummary("id@reporter.example", "dmarc@reporter.example", "Report"),
        };
        var result = (await IngestAsync(test.Database, report)).Single();

        result.Should().BeEquivalentTo(new { Outcome = PartOutcome.Imported, Rows = 3L, Messages = 12L, AlreadyCounted = false });
        await using var context = test.Database.CreateDbContext();
        (await context.Reports.SingleAsync(Cancel)).Should().BeEquivalentTo(new
        {
            Id = result.ReportId,
            OrgKey = "reporter.example",
            OrgName = "Reporter.example",
            PolicyDomain = "example.com",
            Begin = DateTimeOffset.FromUnixTimeSeconds(TestReport.Noon),
            RowCount = 3L,
            MessageCount = 12L,
            AlignedCount = 7L,
            PolicyP = "none",
            Errors = "an error",
            Repairs = "unknown-value: Kept. (first in line 3, 2 times)",
            HasRows = true,
            Source = IntakeSource.Files,
        });
        var rows = await context.Rows.OrderBy(r => r.Ordinal).ToListAsync(Cancel);
        rows.Select(r => (r.SourceIp, r.Messages, r.Disposition)).Should().Equal(("192.0.2.1", 3, "none"), ("192.0.2.1", 4, "none"), ("2001:db8::1", 5, "reject"));
        RowJson.ReadReasons(rows[0].Reasons).Should().Equal(TestReport.Row("x", 1).Reasons);
        RowJson.ReadAuthResults(rows[0].AuthResults).Dkim.Should().Equal(TestReport.Row("x", 1).DkimResults);
        var day = UnixDay.Of(TestReport.Noon);
        (await context.Rollups.OrderBy(r => r.SourceIp).ToListAsync(Cancel)).Should().BeEquivalentTo(
        [
            new DailyRollup { PolicyDomain = "example.com", Day = day, SourceIp = "192.0.2.1", HeaderFrom = "example.com", DkimAligned = true, Disposition = "none", Messages = 7 },
            new DailyRollup { PolicyDomain = "example.com", Day = day, SourceIp = "2001:db8::1", HeaderFrom = "example.com", Disposition = "reject", Messages = 5 },
        ]);
        (await context.Totals.SingleAsync(Cancel)).Should().BeEquivalentTo(
            new DailyTotal { PolicyDomain = "example.com", Day = day, Reports = 1, Messages = 12, Aligned = 7, DkimAligned = 7, Rejected = 5 });
        (await context.ReportSelectors.SingleAsync(Cancel)).Should().BeEquivalentTo(
            new ReportSelector { PolicyDomain = "example.com", SigningDomain = "example.com", Selector = "s1", FirstDay = day, LastDay = day, Messages = 12, Passed = 7 });
        (await context.Ledger.SingleAsync(Cancel)).Should().BeEquivalentTo(
            new { Outcome = PartOutcome.Imported, result.ReportId, MessageId = "id@reporter.example", MailSubject = "Report", Path = "report.xml" });
    }

    [Theory, BothDatabases]
    public async Task Taking_the_same_reports_in_twice_stores_nothing_new(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        TestReport[] reports = [new(), new() { ReportId = "2" }, new() { ReportId = "3", Domain = "example.net" }];
        await IngestAsync(test.Database, reports);
        var before = await ContentAsync(test.Database);
        var again = await IngestAsync(test.Database, [.. reports.Select(r => r with { OrgName = "REPORTER.example" })]);

        again.Should().OnlyContain(r => r.Outcome == PartOutcome.Duplicate && r.ReasonCode == IngestReason.DuplicateKey && r.ReportId != null);
        (await ContentAsync(test.Database)).Should().Be(before);
    }

    [Theory, BothDatabases]
    public async Task The_same_text_under_another_key_is_a_duplicate(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var results = await IngestAsync(test.Database, new TestReport { Text = "same" }, new TestReport { Text = "same", ReportId = "2" });
        results[1].Should().BeEquivalentTo(new { Outcome = PartOutcome.Duplicate, ReasonCode = IngestReason.DuplicateContent, results[0].ReportId });
        (await ContentAsync(test.Database)).Should().Contain("reports=1 rows=1 messages=3");
    }

    [Theory, BothDatabases]
    public async Task Reports_that_differ_in_one_part_of_the_key_are_all_stored(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var results = await IngestAsync(test.Database, new TestReport(), new TestReport { OrgName = "other" }, new TestReport { ReportId = "1@x" },
            new TestReport { Domain = "example.org" }, new TestReport { Begin = TestReport.Noon + 1 }, new TestReport { End = TestReport.Noon + 9 }, new TestReport { OrgName = null });
        results.Should().OnlyContain(r => r.Outcome == PartOutcome.Imported);
        results.Select(r => r.ReportId).Should().OnlyHaveUniqueItems();
    }

    [Theory, BothDatabases]
    public async Task A_truncated_copy_is_quarantined_and_does_not_block_the_full_one(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var raw = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        var cut = new TestReport { Outcome = ParseOutcome.Quarantined, ReasonCode = IntakeReason.XmlTruncated, Raw = raw };
        var empty = new TestReport { Outcome = ParseOutcome.Empty, Rows = [] };
        var results = await IngestAsync(test.Database, cut, cut, empty, new TestReport());

        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Quarantined, PartOutcome.Quarantined, PartOutcome.Empty, PartOutcome.Imported);
        (await ContentAsync(test.Database)).Should().Contain("reports=1 rows=1 messages=3");
        await using var context = test.Database.CreateDbContext();
        var kept = await context.Quarantine.SingleAsync(Cancel);
        kept.Should().BeEquivalentTo(new { ReasonCode = IntakeReason.XmlTruncated, Line = 7, RawBytes = 100_000L, IsComplete = true });
        StoredBytes.Unpack(kept.Content).Should().Equal(raw);
        results.Take(2).Should().OnlyContain(r => r.QuarantinedPartId == kept.Id);
    }

    [Theory, BothDatabases]
    public async Task Every_outcome_is_counted_and_the_ledger_balances(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var session = await BeginAsync(test.Database);
        ReportPart[] parts =
        [
            new TestReport().ToPart(),
            new TestReport().ToPart(),
            new TestReport { ReportId = "2", Outcome = ParseOutcome.Empty, Rows = [] }.ToPart(),
            TestReport.Completed(ParseOutcome.NotAReport, IntakeReason.NoReportFound),
            TestReport.Completed(ParseOutcome.Quarantined, IntakeReason.ArchiveDamaged),
            new TestReport { ReportId = "3", Fails = new IOException("the disk broke") }.ToPart(),
        ];
        foreach (var part in parts)
        {
            await session.WriteAsync(part, default, Cancel);
        }

        var summary = await session.FinishAsync(null, Cancel);
        summary.Should().Be(new LedgerSummary { Seen = 6, Imported = 1, Duplicate = 1, Empty = 1, NotAReport = 1, Quarantined = 1, Failed = 1 });
        summary.IsBalanced.Should().BeTrue();
        await using var context = test.Database.CreateDbContext();
        (await context.IntakeRuns.SingleAsync(Cancel)).Should().BeEquivalentTo(summary, o => o.Excluding(s => s.IsBalanced));
        (await context.Ledger.GroupBy(e => e.Outcome).Select(g => g.Count()).ToListAsync(Cancel)).Should().Equal(1, 1, 1, 1, 1, 1);
        (await context.Ledger.SingleAsync(e => e.Outcome == PartOutcome.Failed, Cancel)).Reason.Should().Contain("the disk broke");
    }

    [Theory, BothDatabases]
    public async Task What_was_not_committed_is_not_stored_and_the_second_reading_completes_it(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        TestReport[] mails = [.. Enumerable.Range(1, 6).Select(i => new TestReport { ReportId = $"{i}" })];
        await using (var killed = await BeginAsync(test.Database, mailboxId: 1))
        {
            await WriteMailsAsync(killed, mails[..2]);
            await killed.CommitAsync(Cancel);
            await WriteMailsAsync(killed, mails[..4]);
        }

        (await ContentAsync(test.Database)).Should().Contain("reports=2 ");
        await using var second = await BeginAsync(test.Database, mailboxId: 1);
        var results = await WriteMailsAsync(second, mails);
        results.Select(r => r.AlreadyCounted).Should().Equal(true, true, false, false, false, false);
        results.Should().OnlyContain(r => r.Outcome == PartOutcome.Imported && r.ReportId != null);
        (await second.FinishAsync(null, Cancel)).Should().Be(new LedgerSummary { Seen = 4, Imported = 4 });
        (await ContentAsync(test.Database)).Should().Contain("reports=6 ").And.Contain("ledger=6 ");
    }

    [Theory, BothDatabases]
    public async Task A_mail_that_failed_is_tried_again_and_has_one_entry(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var session = await BeginAsync(test.Database, mailboxId: 1);
        var place = new PartPlace(0, new MailPlace(1, 9, 1));
        await session.NoteAsync(new PartNote { Outcome = PartOutcome.Failed, ReasonCode = "fetch", Reason = "The connection broke." }, place, Cancel);
        (await session.WriteAsync(new TestReport().ToPart(), place, Cancel)).Outcome.Should().Be(PartOutcome.Imported);
        await session.FinishAsync(null, Cancel);
        await using var context = test.Database.CreateDbContext();
        (await context.Ledger.SingleAsync(Cancel)).Outcome.Should().Be(PartOutcome.Imported);
    }

    [Theory, BothDatabases]
    public async Task The_checkpoint_moves_with_the_parts_or_not_at_all(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        var mailbox = new Mailbox { Host = "imap.example", UserName = "u" };
        context.Mailboxes.Add(mailbox);
        await context.SaveChangesAsync(Cancel);
        foreach (var commit in (bool[])[false, true])
        {
            await using var session = await BeginAsync(test.Database, mailbox.Id);
            await WriteMailsAsync(session, [new TestReport()]);
            await session.AdvanceAsync(mailbox.Id, 9, 1, Cancel);
            if (commit)
            {
                await session.CommitAsync(Cancel);
            }
        }

        await context.Entry(mailbox).ReloadAsync(Cancel);
        mailbox.Should().BeEquivalentTo(new { UidValidity = 9L, LastUid = 1L });
        (await ContentAsync(test.Database)).Should().Contain("reports=1 ");
    }

    [Theory, BothDatabases]
    public async Task Two_writers_at_once_store_each_report_once(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var other = test.Another();
        TestReport[] reports = [.. Enumerable.Range(1, 60).Select(i => new TestReport { ReportId = $"{i}" })];
        async Task<IngestResult[]> Write(AuditorDatabase database, IEnumerable<TestReport> order)
        {
            var results = new List<IngestResult>();
            foreach (var chunk in order.Chunk(7))
            {
                results.AddRange(await IngestAsync(database, chunk));
            }

            return [.. results];
        }

        var both = await Task.WhenAll(
            Task.Run(() => Write(test.Database, reports), Cancel), Task.Run(() => Write(other, reports.AsEnumerable().Reverse()), Cancel));
        both.SelectMany(r => r).Count(r => r.Outcome == PartOutcome.Imported).Should().Be(60);
        both.SelectMany(r => r).Count(r => r.Outcome == PartOutcome.Duplicate).Should().Be(60);
        (await ContentAsync(test.Database)).Should().Contain("reports=60 rows=60 messages=180 ").And.Contain("rollup=180 total=180 ");
    }

    [Theory, BothDatabases]
    public async Task A_long_report_that_breaks_off_leaves_nothing_behind_and_the_next_one_is_whole(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var rows = Enumerable.Range(0, RowsAhead.LongFrom + 3_000).Select(i => TestReport.Row($"10.0.{i >> 8}.{i & 255}", 1)).ToList();
        var results = await IngestAsync(
            test.Database,
            new TestReport { ReportId = "1", Rows = rows, Fails = new IOException("The disk is gone.") },
            new TestReport { ReportId = "2", Rows = rows, Outcome = ParseOutcome.Quarantined, ReasonCode = IntakeReason.XmlTruncated },
            new TestReport { ReportId = "3", Rows = rows });
        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Failed, PartOutcome.Quarantined, PartOutcome.Imported);
        results[0].Reason.Should().Contain("The disk is gone.");
        (await ContentAsync(test.Database)).Should().Contain($"reports=1 rows={rows.Count} messages={rows.Count} ").And.Contain($"rollup={rows.Count} total={rows.Count} ");
        await using var context = test.Database.CreateDbContext();
        (await context.Rows.OrderBy(r => r.Ordinal).Select(r => r.SourceIp).ToListAsync(Cancel)).Should().Equal(rows.Select(r => r.SourceIp));
    }

    [Theory, BothDatabases]
    public async Task A_report_with_more_sources_than_memory_holds_keeps_its_sums(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var count = RowTally.MaxSums + 5_000;
        var rows = Enumerable.Range(0, count).Concat(Enumerable.Range(0, count)).Select(i => TestReport.Row($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}", 2));
        await IngestAsync(test.Database, new TestReport { Rows = rows });
        (await ContentAsync(test.Database)).Should().Contain($"rows={2 * count} messages={4 * count} ").And.Contain($"rollup={4 * count} total={4 * count} sources={count}");
    }

    [Theory, BothDatabases]
    public async Task Hostile_text_and_counts_are_stored_without_harm(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var text = new string('\u20ac', 2_000);
        var report = new TestReport
        {
            OrgName = text,
            ReportId = text + "1",
            Domain = text,
            Begin = long.MinValue,
            End = long.MaxValue,
            Rows = [.. Enumerable.Range(0, 3).Select(_ => TestReport.Row("nul\0lone\ud800", long.MaxValue / 4, from: text))],
        };
        var results = await IngestAsync(test.Database, report, report, report with { ReportId = text + "2" });

        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Imported, PartOutcome.Duplicate, PartOutcome.Imported);
        await using var context = test.Database.CreateDbContext();
        (await context.Rollups.SingleAsync(Cancel)).Should().BeEquivalentTo(new { SourceIp = "nul\ufffdlone\ufffd", Messages = RowTally.MaxMessages });
        (await context.Reports.ToListAsync(Cancel)).Should().OnlyContain(r => r.MessageCount == long.MaxValue / 4 * 3);
    }

    [Theory, BothDatabases]
    public async Task Reports_of_domains_that_are_not_monitored_create_none(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        context.Domains.Add(new MonitoredDomain { Name = "example.com" });
        await context.SaveChangesAsync(Cancel);
        await IngestAsync(test.Database, new TestReport(), new TestReport { Domain = "foreign.example" });
        (await context.Domains.AsNoTracking().SingleAsync(Cancel)).LastReportAt.Should().Be(DateTimeOffset.FromUnixTimeSeconds(TestReport.Noon + 86_399));
    }

    [Theory, BothDatabases]
    public async Task A_run_without_parts_leaves_no_trace(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var session = await BeginAsync(test.Database))
        {
            await session.FinishAsync(null, Cancel);
        }

        await using var context = test.Database.CreateDbContext();
        (await context.IntakeRuns.AnyAsync(Cancel)).Should().BeFalse();
    }

    private static Task<IngestSession> BeginAsync(AuditorDatabase database, int? mailboxId = null) =>
        new IngestWriter(database, TimeProvider.System).BeginAsync(mailboxId is null ? IntakeSource.Files : IntakeSource.Mailbox, mailboxId, null, Cancel);

    private static async Task<IngestResult[]> IngestAsync(AuditorDatabase database, params TestReport[] reports)
    {
        await using var session = await BeginAsync(database);
        var results = new List<IngestResult>();
        foreach (var report in reports)
        {
            results.Add(await session.WriteAsync(report.ToPart(), default, Cancel));
        }

        await session.FinishAsync(null, Cancel);
        return [.. results];
    }

    private static async Task<IngestResult[]> WriteMailsAsync(IngestSession session, TestReport[] mails)
    {
        var results = new List<IngestResult>();
        for (var i = 0; i < mails.Length; i++)
        {
            results.Add(await session.WriteAsync(mails[i].ToPart(), new PartPlace(0, new MailPlace(1, 9, i + 1)), Cancel));
        }

        return [.. results];
    }

    private static async Task<string> ContentAsync(AuditorDatabase database)
    {
        await using var context = database.CreateDbContext();
        return $"reports={await context.Reports.CountAsync(Cancel)} rows={await context.Rows.CountAsync(Cancel)} messages={await context.Rows.SumAsync(r => r.Messages, Cancel)} "
            + $"ledger={await context.Ledger.CountAsync(e => e.Outcome == PartOutcome.Imported, Cancel)} "
            + $"rollup={await context.Rollups.SumAsync(r => r.Messages, Cancel)} total={await context.Totals.SumAsync(r => r.Messages, Cancel)} "
            + $"sources={await context.Rollups.Select(r => r.SourceIp).Distinct().CountAsync(Cancel)} selectors={await context.ReportSelectors.SumAsync(s => s.Messages, Cancel)}";
    }
}
