using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Marks;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage;

/// <summary>What is new to a person.</summary>
public sealed class ChangeMarksTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 0, 0, TimeSpan.Zero);

    [Theory, BothDatabases]
    public async Task What_is_later_than_the_mark_is_new_and_each_person_has_a_mark_of_his_own(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test, changes: 3);
        var marks = new ChangeMarks(test.Database, new StillTime(Now));

        var ann = await marks.ReadAsync("ann", Cancel);
        ann.Should().Be(new Unread(Now.AddDays(-2), 6, Now.AddMinutes(-10)), "three changes, a step, a new source and a listing");
        (ann.IsNew(Now.AddDays(-2)), ann.IsNew(Now.AddDays(-2).AddSeconds(1))).Should().Be((false, true));
        (await marks.CountAsync("ann", Cancel)).Should().Be(6);

        await marks.SeenAsync("ann", ann.Newest!.Value, Cancel);
        (await marks.ReadAsync("ann", Cancel)).Should().Be(new Unread(Now.AddMinutes(-10), 0, null));
        (await marks.CountAsync("bob", Cancel)).Should().Be(6, "he has not marked anything");
        (await marks.CountAsync("nobody", Cancel)).Should().Be(0);
    }

    [Theory, BothDatabases]
    public async Task A_mark_moves_forward_only_and_never_into_the_future(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test, changes: 1);
        var marks = new ChangeMarks(test.Database, new StillTime(Now));
        await marks.SeenAsync("ann", Now.AddYears(1), Cancel);
        (await marks.ReadAsync("ann", Cancel)).Since.Should().Be(Now);
        await marks.SeenAsync("ann", Now.AddDays(-9), Cancel);
        (await marks.ReadAsync("ann", Cancel)).Since.Should().Be(Now);
    }

    [Theory, BothDatabases]
    public async Task Counting_ends_at_a_hundred_and_news_grow_old(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await FillAsync(test, changes: 130);
        (await new ChangeMarks(test.Database, new StillTime(Now)).CountAsync("ann", Cancel)).Should().Be(ChangeMarks.MostCounted + 1);
        (await new ChangeMarks(test.Database, new StillTime(Now)).ReadAsync("ann", Cancel)).Count.Should().Be(ChangeMarks.MostCounted + 1);
        (await new ChangeMarks(test.Database, new StillTime(Now.AddDays(31))).CountAsync("ann", Cancel)).Should().Be(0);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // Ann marked two days ago; Bob signed in two days ago, before marks were kept.
    private static async Task FillAsync(TestDatabase test, int changes)
    {
        await using var db = test.Database.CreateDbContext();
        db.Users.AddRange(
            new AuditorUser { Id = "ann", UserName = "ann", CreatedAt = Now.AddDays(-90), LastSignInAt = Now, SeenChangesAt = Now.AddDays(-2) },
            new AuditorUser { Id = "bob", UserName = "bob", CreatedAt = Now.AddDays(-90), LastSignInAt = Now.AddDays(-2) });
        var domain = new MonitoredDomain { Name = "one.example", CreatedAt = Now, NextAuditAt = Now };
        db.Domains.Add(domain);
        await db.SaveChangesAsync(Cancel);
        for (var i = 0; i < changes; i++)
        {
            db.Changes.Add(new StoredChange { DomainId = domain.Id, ChangedAt = Now.AddMinutes(-10).AddSeconds(-i), Name = domain.Name, Type = "TXT", After = "b" });
        }

        db.Changes.Add(new StoredChange { DomainId = domain.Id, ChangedAt = Now.AddDays(-2), Name = domain.Name, Type = "TXT", After = "seen" });
        db.PolicyMoves.AddRange(
            new PolicyMove { DomainId = domain.Id, MovedAt = Now.AddHours(-3), ToStage = "monitoring" },
            new PolicyMove { DomainId = domain.Id, MovedAt = Now.AddHours(-2), FromStage = "monitoring", ToStage = "quarantine" });
        db.Sources.AddRange(Source(domain.Id, "192.0.2.1", SourceNovelty.None), Source(domain.Id, "192.0.2.2", SourceNovelty.NewSource));
        db.Findings.AddRange(Finding(domain.Id, "BLOCKLIST-LISTED", Severity.Warning), Finding(domain.Id, "BLOCKLIST-MINOR", Severity.Advice));
        await db.SaveChangesAsync(Cancel);
    }

    private static SourceSummary Source(int domain, string ip, SourceNovelty novelty) => new() { DomainId = domain, SourceIp = ip, HeaderFrom = "one.example", NotedAt = Now.AddHours(-4), Novelty = novelty };

    private static DomainFinding Finding(int domain, string code, Severity severity) =>
        new() { DomainId = domain, Code = code, Subject = "192.0.2.1", Severity = severity, Title = "On a blocklist", FirstSeenAt = Now.AddHours(-5) };
}
