using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class FailureReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Reports_are_filtered_and_come_newest_first(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            db.FailureReports.AddRange(Enumerable.Range(0, 30).Select(i => new StoredFailureReport
            {
                Domain = i % 2 == 0 ? "example.com" : "example.net",
                SourceIp = $"192.0.2.{i % 3}",
                AuthFailure = i == 4 ? "dkim,spf" : "spf-like",
                IdentityAlignment = "",
                ReceivedAt = Now.AddHours(-i),
            }));
            await db.SaveChangesAsync(Cancel);
        }

        var query = new FailureReportQuery(test.Database);
        var all = await query.ReadAsync(new FailureReportFilter(null, null, null), 0, Cancel);
        (all.Total, all.Items.Count).Should().Be((30, FailureReportQuery.PageSize));
        all.Items.Select(i => i.ReceivedAt).Should().BeInDescendingOrder();
        (await query.ReadAsync(new FailureReportFilter(null, null, null), 1, Cancel)).Items.Should().HaveCount(5);
        (await query.ReadAsync(new FailureReportFilter("example.net", "192.0.2.1", null), 0, Cancel)).Total.Should().Be(5);
        (await query.ReadAsync(new FailureReportFilter(null, null, "spf"), 0, Cancel)).Items.Should().ContainSingle().Which.AuthFailure.Should().Be("dkim,spf");
        (await query.ReadAsync(new FailureReportFilter(null, "'; DROP TABLE", null), 0, Cancel)).Total.Should().Be(0);
    }
}
