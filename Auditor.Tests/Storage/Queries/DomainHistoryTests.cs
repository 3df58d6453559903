using Auditor.Core.Advice;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

/// <summary>A domain's changes with what followed in the reports.</summary>
public sealed class DomainHistoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);

    [Theory, BothDatabases]
    public async Task Each_entry_is_compared_with_the_mail_of_its_own_days(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test);
        var page = await new DomainHistoryQuery(test.Database, new StillTime(Now)).ReadAsync("one.example", 0, Cancel);

        page.Items.Select(c => (c.After, page.EffectOf(c).Verdict)).Should().Equal(
            ("fresh", EffectVerdict.NotYet), ("broke", EffectVerdict.Moved), ("quiet", EffectVerdict.Steady), ("before", EffectVerdict.TooFew));
        var effect = page.EffectOf(page.Items[1]);
        (effect.Before.Aligned, effect.Before.Messages, effect.After.Aligned, effect.After.Messages).Should().Be((6930, 7000, 4900, 7000), "forged reports are not counted");
        page.Moves.Should().ContainSingle("the first one is no step").Which.ToStage.Should().Be("quarantine");
        page.EffectOf(page.Moves[0]).Verdict.Should().Be(EffectVerdict.Moved);
    }

    [Theory, BothDatabases]
    public async Task What_counts_as_a_move_may_be_chosen(StorageProvider provider)
    {
        foreach (var (name, value, verdict) in new[]
        {
            ("EffectPoints", "28.9", EffectVerdict.Moved), ("EffectPoints", "29.1", EffectVerdict.Steady), ("EffectMessages", "7000", EffectVerdict.Moved), ("EffectMessages", "7001", EffectVerdict.TooFew),
        })
        {
            await using var test = await TestDatabase.CreateAsync(provider, Cancel);
            await FillAsync(test);
            var page = await new DomainHistoryQuery(test.Database, new StillTime(Now), null, await test.ChooseAsync(name, value)).ReadAsync("one.example", 0, Cancel);
            (page.EffectOf(page.Items[1]).Verdict, page.EffectOf(page.Moves[0]).Verdict).Should().Be((verdict, verdict), "{0} is {1}, and 99 % of 7,000 messages became 70 %", name, value);
        }
    }

    [Theory, BothDatabases]
    public async Task A_domain_without_changes_asks_for_no_mail(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test);
        var page = await new DomainHistoryQuery(test.Database, new StillTime(Now)).ReadAsync("two.example", 0, Cancel);
        (page.Total, page.Items.Count, page.Moves.Count).Should().Be((0, 0, 0));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // 99 % aligned from 60 to 21 days ago, 70 % since; reports of the last two days are not here yet.
    private static async Task FillAsync(TestDatabase test)
    {
        await using var db = test.Database.CreateDbContext();
        var one = new MonitoredDomain { Name = "one.example", CreatedAt = Now, NextAuditAt = Now };
        db.Domains.AddRange(one, new MonitoredDomain { Name = "two.example", CreatedAt = Now, NextAuditAt = Now });
        await db.SaveChangesAsync(Cancel);
        var today = DateOnly.FromDateTime(Now.UtcDateTime);
        for (var age = 2; age <= 60; age++)
        {
            db.Totals.Add(new DailyTotal { PolicyDomain = "one.example", Day = today.AddDays(-age), Tier = TrustTier.Verified, Reports = 1, Messages = 1000, Aligned = age > 20 ? 990 : 700 });
            db.Totals.Add(new DailyTotal { PolicyDomain = "one.example", Day = today.AddDays(-age), Tier = TrustTier.Unauthenticated, Reports = 1, Messages = 90_000 });
            db.Totals.Add(new DailyTotal { PolicyDomain = "two.example", Day = today.AddDays(-age), Tier = TrustTier.Verified, Reports = 1, Messages = 5 });
        }

        db.Changes.AddRange(Change(one.Id, 80, "before"), Change(one.Id, 40, "quiet"), Change(one.Id, 20, "broke"), Change(one.Id, 3, "fresh"));
        db.PolicyMoves.AddRange(
            new PolicyMove { DomainId = one.Id, MovedAt = Now.AddDays(-90), ToStage = "monitoring" },
            new PolicyMove { DomainId = one.Id, MovedAt = Now.AddDays(-20), FromStage = "monitoring", ToStage = "quarantine" });
        await db.SaveChangesAsync(Cancel);
    }

    private static StoredChange Change(int domain, int age, string after) =>
        new() { DomainId = domain, ChangedAt = Now.AddDays(-age), BeforeAt = Now.AddDays(-age).AddHours(-1), Name = "one.example", Type = "TXT", Before = "x", After = after };
}
