using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

public sealed class TlsQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothDatabases]
    public async Task Sessions_are_summed_by_day_domain_reporter_and_failure_within_the_window(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        await using (var db = test.Database.CreateDbContext())
        {
            db.Set<TlsDailyTotal>().AddRange(
                new TlsDailyTotal { Domain = "a.example", Day = today, OrgKey = "google inc.", PolicyType = "sts", Successful = 90, Failed = 10 },
                new TlsDailyTotal { Domain = "a.example", Day = today.AddDays(-29), OrgKey = "google inc.", PolicyType = "sts", Successful = 5, Failed = 0 },
                new TlsDailyTotal { Domain = "b.example", Day = today, OrgKey = "microsoft corporation", PolicyType = "tlsa", Successful = 7, Failed = 0 },
                new TlsDailyTotal { Domain = "b.example", Day = today.AddDays(-30), OrgKey = "microsoft corporation", PolicyType = "tlsa", Successful = 1000, Failed = 1000 });
            db.Set<TlsDailyFailure>().AddRange(
                new TlsDailyFailure { Domain = "a.example", Day = today, OrgKey = "google inc.", ResultType = "certificate-expired", MxHost = "mx1.a.example", Sessions = 9 },
                new TlsDailyFailure { Domain = "a.example", Day = today, OrgKey = "other", ResultType = "certificate-expired", MxHost = "mx1.a.example", Sessions = 1 });
            db.Set<ComplaintCount>().AddRange(
                new ComplaintCount { Domain = "a.example", Day = today, SourceIp = "192.0.2.1", FeedbackType = "abuse", Complaints = 3 },
                new ComplaintCount { Domain = "a.example", Day = today.AddDays(-1), SourceIp = "192.0.2.1", FeedbackType = "fraud", Complaints = 2 });
            await db.SaveChangesAsync(Cancel);
        }

        var query = new TlsQuery(test.Database, new StillTime(Now));
        var all = await query.ReadAsync(null, 30, null, Cancel);
        (all.Successful, all.Failed).Should().Be((102, 10));
        all.Days.Should().HaveCount(30).And.BeInAscendingOrder(d => d.Day);
        (all.Days[0], all.Days[^1]).Should().Be((new TlsDay(today.AddDays(-29), 5, 0), new TlsDay(today, 97, 10)));
        all.Domains.Should().Equal(new TlsDomain("a.example", 95, 10, today), new TlsDomain("b.example", 7, 0, today));
        all.Reporters.Select(r => r.OrgKey).Should().Equal("google inc.", "microsoft corporation");
        all.Failures.Should().Equal(new TlsFailureKind("certificate-expired", "mx1.a.example", 10, today));

        var one = await query.ReadAsync("b.example", 30, null, Cancel);
        (one.Successful, one.Failures.Count).Should().Be((7, 0));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
