using System.Text;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Rereading;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Rereading;

public sealed class ReportRereaderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task What_reads_as_before_is_not_written(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportAsync(RereadStore.Xml("1"), RereadStore.Xml("2"));
        await using var db = store.Database.CreateDbContext();
        await db.Domains.ExecuteUpdateAsync(d => d.SetProperty(x => x.SourcesAt, RereadStore.Now), Cancel);
        var before = await store.DumpAsync();

        var results = await store.ReadAllAgainAsync();
        results.Select(r => (r.ReportId, r.Outcome)).Should().Equal((1, RereadOutcome.Same), (2, RereadOutcome.Same));
        results.Should().OnlyContain(r => r.Changes.Count == 0 && r.Reason == null);
        (await store.DumpAsync()).Should().Equal(before);
        (await db.Domains.Select(d => d.SourcesAt).SingleAsync(Cancel)).Should().Be(RereadStore.Now);
    }

    [Theory, BothDatabases]
    public async Task What_an_older_reader_made_of_a_report_becomes_what_a_fresh_import_makes_of_it(StorageProvider provider)
    {
        await using var fresh = await RereadStore.CreateAsync(provider);
        await fresh.ImportAsync(RereadStore.Xml("1"), RereadStore.Xml("2"), RereadStore.Xml("3"));

        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40, spf: "pass", disposition: "reject", from: "old.example.com")]);
        await store.ImportAsync(RereadStore.Xml("2"));
        await store.ImportOldAsync("3", [TestReport.Row("192.0.2.0", 1)]);
        (await store.DumpAsync()).Should().NotEqual(await fresh.DumpAsync());

        (await store.ReadAllAgainAsync(isTrial: true)).Select(r => r.Outcome).Should().Equal(RereadOutcome.Changed, RereadOutcome.Same, RereadOutcome.Changed);
        (await store.DumpAsync()).Should().NotEqual(await fresh.DumpAsync(), "a trial changes nothing");
        var results = await store.ReadAllAgainAsync();
        results.Select(r => r.Outcome).Should().Equal(RereadOutcome.Changed, RereadOutcome.Same, RereadOutcome.Changed);
        results[0].Changes.Should().Contain(new RereadChange("RowCount", "1", "3")).And.Contain(new RereadChange("MessageCount", "40", "6"))
            .And.Contain(new RereadChange("rows that differ", null, "3")).And.Contain(new RereadChange("row 1 source_ip", "198.51.100.7", "192.0.2.0"))
            .And.Contain(c => c.What == "row 3" && c.Before == null && c.After!.StartsWith("192.0.2.2 3", StringComparison.Ordinal));
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());

        (await store.ReadAllAgainAsync()).Should().OnlyContain(r => r.Outcome == RereadOutcome.Same, "done twice, the second time finds nothing to change");
    }

    [Theory, BothDatabases]
    public async Task Stopped_half_way_the_next_run_comes_to_the_same_end(StorageProvider provider)
    {
        await using var fresh = await RereadStore.CreateAsync(provider);
        await fresh.ImportAsync([.. Enumerable.Range(1, 6).Select(i => RereadStore.Xml($"{i}"))]);
        await using var store = await RereadStore.CreateAsync(provider);
        for (var i = 1; i <= 6; i++)
        {
            await store.ImportOldAsync($"{i}", [TestReport.Row("198.51.100.7", 40)]);
        }

        var reader = store.Rereader();
        await using (var session = reader.Begin(isTrial: false))
        {
            foreach (var id in await reader.NextAsync(RereadScope.All, 0, 3, Cancel))
            {
                (await session.ReadAgainAsync(id, Cancel)).Outcome.Should().Be(RereadOutcome.Changed);
            }

            using var stop = new CancellationTokenSource();
            await stop.CancelAsync();
            await session.Awaiting(s => s.ReadAgainAsync(4, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        }

        (await reader.NextAsync(RereadScope.All, 3, 100, Cancel)).Should().Equal(4, 5, 6);
        (await store.ReadAllAgainAsync()).Select(r => r.Outcome).Should()
            .Equal(RereadOutcome.Same, RereadOutcome.Same, RereadOutcome.Same, RereadOutcome.Changed, RereadOutcome.Changed, RereadOutcome.Changed);
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());
    }

    [Theory, BothDatabases]
    public async Task What_breaks_off_within_a_report_leaves_its_old_reading_and_the_next_report_is_read(StorageProvider provider)
    {
        await using var fresh = await RereadStore.CreateAsync(provider);
        await fresh.ImportAsync(RereadStore.Xml("1"), RereadStore.Xml("2"));
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40)]);
        await store.ImportOldAsync("2", [TestReport.Row("198.51.100.8", 40)]);
        var before = await store.DumpAsync();
        await store.CutAtAsync(report: 1, ordinal: 2);

        var results = await store.ReadAllAgainAsync();
        results.Select(r => (r.Outcome, r.ReasonCode)).Should().Equal((RereadOutcome.Failed, "reader-broke"), (RereadOutcome.Changed, null));
        var after = await store.DumpAsync();
        after.Where(line => line.Contains("198.51.100.7", StringComparison.Ordinal)).Should().Equal(before.Where(line => line.Contains("198.51.100.7", StringComparison.Ordinal))).And.NotBeEmpty();
        after.Should().NotContain(line => line.Contains("198.51.100.8", StringComparison.Ordinal));

        await store.CutNoMoreAsync();
        (await store.ReadAllAgainAsync()).Select(r => r.Outcome).Should().Equal(RereadOutcome.Changed, RereadOutcome.Same);
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());
    }

    [Theory, BothDatabases]
    public async Task A_long_report_is_replaced_as_a_whole(StorageProvider provider)
    {
        var xml = RereadStore.Xml("1", rows: 6_500);
        await using var fresh = await RereadStore.CreateAsync(provider);
        await fresh.ImportAsync(xml);
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportOldAsync("1", Enumerable.Range(0, 5_400).Select(i => TestReport.Row($"198.51.{i / 256}.{i % 256}", 2)), xml);
        (await store.ReadAllAgainAsync()).Single().Changes.Should().Contain(new RereadChange("rows that differ", null, "6500"));
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());
    }

    [Theory, BothDatabases]
    public async Task A_report_without_bytes_without_rows_or_under_a_hold_stays_and_says_so(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        for (var i = 1; i <= 3; i++)
        {
            await store.ImportOldAsync($"{i}", [TestReport.Row("198.51.100.7", 40)]);
        }

        await using var db = store.Database.CreateDbContext();
        await db.RawReports.Where(r => r.ReportId == 1).ExecuteDeleteAsync(Cancel);
        await db.Reports.Where(r => r.Id == 2).ExecuteUpdateAsync(r => r.SetProperty(x => x.HasRows, false), Cancel);
        await db.Domains.ExecuteUpdateAsync(d => d.SetProperty(x => x.LegalHold, true), Cancel);
        var before = await store.DumpAsync();
        await using var session = store.Rereader().Begin(isTrial: false);
        var results = new List<RereadResult>();
        for (var id = 1; id <= 4; id++)
        {
            results.Add(await session.ReadAgainAsync(id, Cancel));
        }

        results.Select(r => (r.Outcome, r.ReasonCode)).Should().Equal(
            (RereadOutcome.NoBytes, "bytes-not-kept"), (RereadOutcome.NoRows, "rows-gone"), (RereadOutcome.Held, "legal-hold"), (RereadOutcome.Gone, "report-gone"));
        (await store.DumpAsync()).Should().Equal(before);
        (await store.Rereader().CountAsync(RereadScope.All, Cancel)).Should().Be((3, 2));
        (await store.Rereader().NextAsync(RereadScope.Of(1), 0, 10, Cancel)).Should().Equal([1], "a report that is named is told of");
    }

    [Theory, BothDatabases]
    public async Task What_cannot_be_read_any_more_leaves_the_old_reading_and_says_what_and_where(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        var rows = new[] { TestReport.Row("198.51.100.7", 40) };
        await store.ImportOldAsync("1", rows, RereadStore.Xml("1").Replace("</feedback>", "\n<oops", StringComparison.Ordinal));
        await store.ImportOldAsync("2", rows, RereadStore.Xml("other"));
        await store.ImportOldAsync("3", rows, "no report at all");
        await store.ImportOldAsync("4", rows, RereadStore.Xml("4", rows: 0));
        await using var db = store.Database.CreateDbContext();
        await store.ImportOldAsync("5", rows);
        await db.RawReports.Where(r => r.ReportId == 5).ExecuteUpdateAsync(r => r.SetProperty(x => x.Content, new byte[] { 0xFF, 0xFF, 1, 2, 3 }), Cancel);
        var before = await store.DumpAsync();

        var results = await store.ReadAllAgainAsync();
        results.Should().OnlyContain(r => r.Outcome == RereadOutcome.Failed);
        results.Select(r => r.ReasonCode).Should().Equal(IntakeReason.XmlTruncated, "key-differs", IntakeReason.NoReportFound, "empty", "bytes-damaged");
        results[0].ReasonAndLine.Should().Be("The text breaks off before the report ends. (line 2)");
        results[1].Reason.Should().Be("It reads as another report now: id 'other' instead of '2'.");
        (await store.DumpAsync()).Should().Equal(before);
    }

    [Theory, BothDatabases]
    public async Task A_report_that_another_copy_displaced_stays_out_of_the_sums(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportAsync(RereadStore.Xml("1"));
        var other = RereadStore.Xml("1", rows: 5);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40)], other);
        var sums = await store.SumsAsync();
        (await store.ReadAllAgainAsync()).Select(r => r.Outcome).Should().Equal(RereadOutcome.Same, RereadOutcome.Changed);
        (await store.SumsAsync()).Should().Equal(sums);
        await using var db = store.Database.CreateDbContext();
        (await db.Rows.CountAsync(r => r.ReportId == 2, Cancel)).Should().Be(5);
        (await db.Reports.Where(r => r.Id == 2).Select(r => r.RowCount).SingleAsync(Cancel)).Should().Be(5);
    }

    [Theory, BothDatabases]
    public async Task A_domain_takes_the_names_below_it_along_and_no_others(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportAsync(RereadStore.Xml("1"), RereadStore.Xml("2", domain: "mail.example.com"), RereadStore.Xml("3", domain: "example.net"));
        (await store.Rereader().NextAsync(RereadScope.Of("example.com"), 0, 10, Cancel)).Should().Equal(1, 2);
        (await store.Rereader().NextAsync(RereadScope.Of("mail.example.com"), 0, 10, Cancel)).Should().Equal(2);
        (await store.Rereader().NextAsync(RereadScope.All, 0, 10, Cancel)).Should().Equal([1, 2], "nothing is kept of a domain that nobody monitors");
        (await store.Rereader().CountAsync(RereadScope.All, Cancel)).Should().Be((3, 2));
    }

    [Theory, BothDatabases]
    public async Task What_was_noted_of_a_subdomain_goes_along(StorageProvider provider)
    {
        var xml = RereadStore.Xml("1", domain: "mail.example.com");
        await using var fresh = await RereadStore.CreateAsync(provider);
        await fresh.ImportAsync(xml);
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40)], xml, "mail.example.com");
        await store.ReadAllAgainAsync();
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());
    }

    [Theory]
    [InlineData("all")]
    [InlineData("17")]
    [InlineData("domain example.com")]
    public void A_scope_is_read_as_it_is_written(string text) => RereadScope.Parse(text)!.ToString().Should().Be(text);

    [Theory]
    [InlineData("")]
    [InlineData("domain ")]
    [InlineData("-1")]
    [InlineData("everything")]
    public void What_is_no_scope_is_none(string text) => RereadScope.Parse(text).Should().BeNull();
}
