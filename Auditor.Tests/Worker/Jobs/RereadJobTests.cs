using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Rereading;
using Auditor.Tests.Storage.Rereading;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Auditor.Tests.Worker.Jobs;

public sealed class RereadJobTests
{
    private readonly SteppedTime time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task All_reports_are_read_again_and_what_failed_is_told_until_it_is_well(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40)]);
        await store.ImportOldAsync("2", [TestReport.Row("198.51.100.7", 40)], "no report at all");
        await store.ImportAsync(RereadStore.Xml("3"), RereadStore.Xml("4"));
        await using var db = store.Database.CreateDbContext();
        await db.RawReports.Where(r => r.ReportId == 4).ExecuteDeleteAsync(Cancel);
        var asked = await AskAsync(store, "all");

        await Job(store).RunAsync(Cancel);
        var progress = await Book(store).LatestAsync(Cancel);
        progress.Should().BeEquivalentTo(new { Scope = "all", Total = 3, Changed = 1, Same = 1, Failed = 1, LeftAlone = 0, NoBytes = 1, ReadTo = 3 });
        progress!.FinishedAt.Should().NotBeNull();
        var requests = await db.WorkRequests.AsNoTracking().OrderBy(r => r.Id).ToListAsync(Cancel);
        requests.Select(r => (r.Target, r.Error)).Should().Equal(("all", null), ("2", "The content is no report of a known kind."));
        requests.Should().OnlyContain(r => r.DoneAt != null);
        requests[0].Id.Should().Be(asked);
        (await db.JobRuns.AsNoTracking().SingleAsync(Cancel)).Should().BeEquivalentTo(new { Name = RereadJob.RunName, Done = 2, Failed = 1, Total = 3, Outcome = JobOutcome.Succeeded });

        await db.RawReports.Where(r => r.ReportId == 2).ExecuteUpdateAsync(r => r.SetProperty(x => x.Content, StoredBytes.Pack(System.Text.Encoding.UTF8.GetBytes(RereadStore.Xml("2")))), Cancel);
        await AskAsync(store, "domain example.com");
        await Job(store).RunAsync(Cancel);
        (await Book(store).LatestAsync(Cancel)).Should().BeEquivalentTo(new { Scope = "domain example.com", Changed = 1, Same = 2, Failed = 0 });
        (await db.WorkRequests.AsNoTracking().Where(r => r.Error != null).CountAsync(Cancel)).Should().Be(0, "what is well is told no longer");
        (await db.Settings.CountAsync(s => s.Key.StartsWith("Internal:Reread:"), Cancel)).Should().Be(1, "one result is kept");
    }

    [Theory, BothDatabases]
    public async Task A_run_that_was_stopped_is_gone_on_with_behind_the_last_slice(StorageProvider provider)
    {
        await using var store = await RereadStore.CreateAsync(provider);
        for (var i = 1; i <= 4; i++)
        {
            await store.ImportOldAsync($"{i}", [TestReport.Row("198.51.100.7", 40)]);
        }

        var asked = await AskAsync(store, "all");
        var leases = new Leases(store.Database, time);
        (await leases.TakeRequestsAsync(WorkKind.Reread, 1, TimeSpan.FromMinutes(10), Cancel)).Should().ContainSingle();
        await Book(store).SaveAsync(asked, new RereadProgress { Scope = "all", Total = 4, ReadTo = 2, Changed = 2, RunId = await Runs(store).BeginAsync(RereadJob.RunName, 4, Cancel) }, Cancel);

        await Job(store).RunAsync(Cancel);
        (await Book(store).LatestAsync(Cancel))!.FinishedAt.Should().BeNull("the worker that died holds it still");
        time.Advance(TimeSpan.FromMinutes(11));
        await Job(store).RunAsync(Cancel);
        (await Book(store).LatestAsync(Cancel)).Should().BeEquivalentTo(new { Total = 4, Changed = 4, ReadTo = 4 });
        await using var db = store.Database.CreateDbContext();
        (await db.Reports.OrderBy(r => r.Id).Select(r => r.RowCount).ToListAsync(Cancel)).Should().Equal([1, 1, 3, 3], "the first two were done before");
        (await db.JobRuns.CountAsync(Cancel)).Should().Be(1);
    }

    [Fact]
    public async Task One_report_is_read_again_and_its_request_says_why_it_stays()
    {
        await using var store = await RereadStore.CreateAsync(StorageProvider.Sqlite);
        await store.ImportOldAsync("1", [TestReport.Row("198.51.100.7", 40)]);
        await AskAsync(store, "1", "77", "nonsense");
        await Job(store).RunAsync(Cancel);
        await using var db = store.Database.CreateDbContext();
        (await db.WorkRequests.OrderBy(r => r.Id).Select(r => r.Error).ToListAsync(Cancel)).Should().Equal(null, "There is no such report (any more).", "The request names no reports.");
        (await db.Reports.Select(r => r.RowCount).SingleAsync(Cancel)).Should().Be(3);
        (await Book(store).LatestAsync(Cancel)).Should().BeNull();
    }

    [Fact]
    public async Task Two_workers_at_once_come_to_the_same_sums_as_one()
    {
        await using var fresh = await RereadStore.CreateAsync(StorageProvider.Postgres);
        await fresh.ImportAsync([.. Enumerable.Range(1, 20).Select(i => RereadStore.Xml($"{i}"))]);
        await using var store = await RereadStore.CreateAsync(StorageProvider.Postgres);
        for (var i = 1; i <= 20; i++)
        {
            await store.ImportOldAsync($"{i}", [TestReport.Row("198.51.100.7", 40)]);
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => store.ReadAllAgainAsync(), Cancel)));
        (await store.DumpAsync()).Should().Equal(await fresh.DumpAsync());
    }

    private async Task<long> AskAsync(RereadStore store, params string[] targets)
    {
        await using var db = store.Database.CreateDbContext();
        var requests = targets.Select(t => new WorkRequest { Kind = WorkKind.Reread, Target = t, CreatedAt = time.GetUtcNow() }).ToList();
        db.WorkRequests.AddRange(requests);
        await db.SaveChangesAsync(Cancel);
        return requests[0].Id;
    }

    private RereadBook Book(RereadStore store) => new(store.Database, time);

    private JobRunLog Runs(RereadStore store) => new(store.Database, time);

    private RereadJob Job(RereadStore store) =>
        new(store.Rereader(), Book(store), new Leases(store.Database, time), new RequestBook(store.Database, time), Runs(store), time, NullLogger<RereadJob>.Instance);
}
