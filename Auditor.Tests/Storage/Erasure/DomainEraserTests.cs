using System.Collections;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Erasure;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Erasure;

public sealed class DomainEraserTests
{
    private const string Shop = SampleInstallation.Shop;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    // What holds names of files and people's deeds, not data of the domain's mail.
    private static readonly Type[] Kept = [typeof(ActivityEntry), typeof(QuarantinedPart), typeof(LedgerEntry), typeof(IntakeRun), typeof(JobRun)];

    [Theory, BothDatabases]
    public async Task Nothing_of_an_erased_domain_is_left_in_any_table_and_the_others_are_untouched(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var others = await OthersAsync(test.Database);

        var result = await Eraser(test.Database).EraseAsync(new Doer("ann"), Shop, Cancel);

        result.Before.Rows.Keys.Should().Contain(["domain", "audits", "changes", "policy moves", "findings", "keys", "sources", "reports", "report rows", "daily sums by source", "daily sums", "TLS sums", "TLS failures", "complaints", "failure reports", "reported domains"]);
        (result.IsHeld, result.Left.Total).Should().Be((false, 0));
        (await TextsAsync(test.Database)).Where(t => t.Text.Contains(Shop, StringComparison.Ordinal)).Should().BeEmpty();
        (await OthersAsync(test.Database)).Should().Equal(others);
        await using var db = test.Database.CreateDbContext();
        (await db.Activity.OrderByDescending(a => a.Id).FirstAsync(Cancel)).Should().BeEquivalentTo(new { Actor = "ann", Action = ActivityActions.DomainDataDeleted, Subject = Shop, After = "0 rows" });

        (await Eraser(test.Database).EraseAsync(new Doer("ann"), Shop, Cancel)).Before.Total.Should().Be(0, "a second run finds nothing");
    }

    [Theory, BothDatabases]
    public async Task A_domain_under_legal_hold_is_refused_until_the_hold_ends(StorageProvider provider)
    {
        await using var test = await FilledAsync(provider);
        var clock = new StillTime(Now);
        var hold = new LegalHold(test.Database, new ActivityLog(test.Database, clock));
        (await hold.SetAsync(new Doer("ann"), Shop, true, Cancel)).Should().BeTrue();
        (await hold.SetAsync(new Doer("ann"), "nowhere.example", true, Cancel)).Should().BeFalse();
        var before = await Eraser(test.Database).CountAsync(Shop, Cancel);

        var held = await Eraser(test.Database).EraseAsync(new Doer("ann"), Shop, Cancel);
        (held.IsHeld, held.Left.Total).Should().Be((true, before.Total));

        await hold.SetAsync(new Doer("ann"), Shop, false, Cancel);
        (await Eraser(test.Database).EraseAsync(new Doer("ann"), Shop, Cancel)).Left.Total.Should().Be(0);
    }

    private static DomainEraser Eraser(AuditorDatabase database) => new(database, new ActivityLog(database, new StillTime(Now)));

    private static async Task<TestDatabase> FilledAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await SampleInstallation.FillAsync(test.Database, Now);
        await using var db = test.Database.CreateDbContext();
        db.FailureReports.Add(new StoredFailureReport { Domain = Shop, AuthFailure = "dkim", IdentityAlignment = "none", HeaderFrom = Shop, ReceivedAt = Now });
        db.ReportedDomains.Add(new ReportedDomain { Name = "sub." + Shop, Reports = 1, FirstSeenAt = Now, LastSeenAt = Now });
        db.Totals.Add(new DailyTotal { PolicyDomain = "sub." + Shop, Day = DateOnly.FromDateTime(Now.UtcDateTime), Reports = 1, Messages = 4 });
        await db.SaveChangesAsync(Cancel);
        return test;
    }

    private static async Task<IReadOnlyList<long>> OthersAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        return
        [
            await db.Domains.LongCountAsync(d => d.Name != Shop, Cancel), await db.Audits.LongCountAsync(a => db.Domains.Any(d => d.Id == a.DomainId && d.Name != Shop), Cancel),
            await db.Reports.LongCountAsync(r => r.PolicyDomain != Shop, Cancel), await db.Rollups.Where(r => r.PolicyDomain != Shop).SumAsync(r => r.Messages, Cancel),
            await db.Totals.Where(r => !r.PolicyDomain.EndsWith(Shop)).SumAsync(r => r.Messages, Cancel), await db.TlsTotals.LongCountAsync(t => t.Domain != Shop, Cancel),
        ];
    }

    // Every text of every table of the model, so that a new table cannot be forgotten.
    private static async Task<List<(string Table, string Text)>> TextsAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        var texts = new List<(string, string)>();
        foreach (var type in db.Model.GetEntityTypes().Where(t => !t.HasSharedClrType && !t.IsOwned() && !Kept.Contains(t.ClrType)))
        {
            var set = (IEnumerable)typeof(DbContext).GetMethod(nameof(DbContext.Set), 1, [])!.MakeGenericMethod(type.ClrType).Invoke(db, null)!;
            var properties = type.GetProperties().Where(p => p.ClrType == typeof(string) && p.PropertyInfo is not null).Select(p => p.PropertyInfo!).ToList();
            foreach (var row in set)
            {
                texts.AddRange(properties.Select(p => (type.GetTableName() ?? type.Name, p.GetValue(row) as string)).Where(t => t.Item2 is not null)!);
            }
        }

        return texts;
    }
}
