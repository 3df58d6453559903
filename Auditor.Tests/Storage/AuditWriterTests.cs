using System.Collections.Immutable;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class AuditWriterTests
{
    private static readonly DateTimeOffset Night = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task An_audit_is_stored_with_the_columns_that_lists_show(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var audit = Audit(Night, 79, "v=DMARC1; p=none") with
        {
            Dkim =
            [
                new DkimDocument { Selector = "ed", Source = "configured", Status = RecordStatus.Found, KeyType = "ed25519", Bits = 256 },
                new DkimDocument { Selector = "s1", Source = "configured", Status = RecordStatus.Found, KeyType = "rsa", Bits = 1024 },
                new DkimDocument { Selector = "s2", Source = "configured", Status = RecordStatus.Found, KeyType = "rsa", Bits = 2048 },
            ],
        };
        var saved = await new AuditWriter(test.Database).SaveAsync(audit, Night.AddDays(1), Cancel);

        saved!.IsFirst.Should().BeTrue();
        saved.Changes.Should().BeEmpty();
        await using var context = test.Database.CreateDbContext();
        (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new
        {
            Score = 79,
            Grade = "C",
            ScoreIsStale = false,
            Stage = "monitoring",
            AppliedPolicy = "none",
            SpfLookups = 7,
            WeakestKeyBits = 1024,
            WeakestKeyType = "rsa",
            ErrorCount = 0,
            WarningCount = 1,
            LastAuditAt = Night,
            NextAuditAt = Night.AddDays(1),
            AuditLeaseUntil = (DateTimeOffset?)null,
        });
        AuditBlob.Unpack((await context.Audits.SingleAsync(Cancel)).Document!).Should().BeEquivalentTo(audit);
        (await context.Findings.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Code = "DMARC-POLICY-NONE", Subject = "", Severity = Severity.Warning, FirstSeenAt = Night });
    }

    [Theory, BothDatabases]
    public async Task The_same_audit_saved_twice_is_there_once(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 50, "a"), Night.AddDays(1), Cancel);
        var later = Audit(Night.AddDays(1), 60, "b");
        var first = await writer.SaveAsync(later, Night.AddDays(2), Cancel);
        var second = await writer.SaveAsync(later, Night.AddDays(2), Cancel);

        second!.AuditId.Should().Be(first!.AuditId);
        await using var context = test.Database.CreateDbContext();
        (await context.Audits.CountAsync(Cancel)).Should().Be(2);
        (await context.Changes.CountAsync(Cancel)).Should().Be(1);
        (await context.Domains.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Score = 60, PreviousScore = 50 });
    }

    [Theory, BothDatabases]
    public async Task A_record_that_changed_is_written_down_even_over_a_night_of_failures(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 50, "v=DMARC1; p=none"), Night, Cancel);
        var failed = await writer.SaveAsync(Audit(Night.AddDays(1), null, null), Night, Cancel);
        var changed = await writer.SaveAsync(Audit(Night.AddDays(2), 90, "v=DMARC1; p=reject"), Night, Cancel);

        failed!.Changes.Should().BeEmpty();
        changed!.Changes.Should().ContainSingle();
        await using var context = test.Database.CreateDbContext();
        (await context.Changes.SingleAsync(Cancel)).Should().BeEquivalentTo(new
        {
            ChangedAt = Night.AddDays(2),
            Name = "_dmarc.example.com",
            Type = "TXT",
            Before = "v=DMARC1; p=none",
            After = "v=DMARC1; p=reject",
        });
    }

    [Theory, BothDatabases]
    public async Task An_unknown_score_leaves_the_last_known_one_and_marks_it_as_stale(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 79, "v=DMARC1; p=none"), Night, Cancel);
        await writer.SaveAsync(Audit(Night.AddDays(1), null, null), Night.AddDays(2), Cancel);

        await using var context = test.Database.CreateDbContext();
        var domain = await context.Domains.SingleAsync(Cancel);
        domain.Should().BeEquivalentTo(new { Score = 79, Grade = "C", ScoreIsStale = true, ScoredAt = Night, Stage = "monitoring", SpfLookups = 7, WarningCount = 1 });
        domain.Should().BeEquivalentTo(new { LastAuditAt = Night.AddDays(1), NextAuditAt = Night.AddDays(2) });
        (await context.Findings.CountAsync(Cancel)).Should().Be(1);
    }

    [Theory, BothDatabases]
    public async Task A_finding_keeps_the_time_it_was_first_seen_until_it_is_gone(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 79, "a"), Night, Cancel);
        await writer.SaveAsync(Audit(Night.AddDays(1), 79, "a"), Night, Cancel);
        await using var context = test.Database.CreateDbContext();
        (await context.Findings.AsNoTracking().SingleAsync(Cancel)).FirstSeenAt.Should().Be(Night);
        await writer.SaveAsync(Audit(Night.AddDays(2), 100, "a") with { Findings = [] }, Night, Cancel);
        (await context.Findings.AnyAsync(Cancel)).Should().BeFalse();
        (await context.EndedFindings.SingleAsync(Cancel)).Should().BeEquivalentTo(new { Code = "DMARC-POLICY-NONE", Subject = "", FirstSeenAt = Night, EndedAt = Night.AddDays(2) });
    }

    [Theory, BothDatabases]
    public async Task What_could_not_be_looked_at_has_not_ended(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 79, "a"), Night, Cancel);
        var unclear = Audit(Night.AddDays(1), 79, "a") with { Findings = [] };
        await writer.SaveAsync(unclear with { Score = unclear.Score with { AssessedShare = 0.8 } }, Night, Cancel);
        await writer.SaveAsync(Audit(Night.AddDays(2), 79, "a"), Night, Cancel);
        await writer.SaveAsync(Audit(Night.AddDays(3), 79, "a") with { Findings = [], Stale = [new StalePartDocument("dmarc", Night)] }, Night, Cancel);
        await using var context = test.Database.CreateDbContext();
        (await context.EndedFindings.AnyAsync(Cancel)).Should().BeFalse();
    }

    [Theory, BothDatabases]
    public async Task A_listing_has_ended_when_every_list_answered_and_none_is_worth_a_warning(StorageProvider provider)
    {
        foreach (var (status, hasEnded) in new[] { ("clean", true), ("listed", true), ("error", false), (null, false) })
        {
            await using var test = await WithDomainAsync(provider);
            var writer = new AuditWriter(test.Database);
            var listed = Audit(Night, 79, "a") with { Findings = [new Finding("BLOCKLIST-LISTED", Severity.Warning, "On a blocklist", "", "", "RFC 5782", []) { Subject = "192.0.2.7" }] };
            await writer.SaveAsync(listed, Night, Cancel);
            BlocklistDocument[] answers = status is null ? [] : [new("one.example", "One", "192.0.2.7", "address", "clean", [], "spam", "major"), new("two.example", "Two", "192.0.2.7", "address", status, [], "spam", "minor")];
            await writer.SaveAsync(listed with { AuditedAt = Night.AddDays(1), Findings = [], Blocklists = [.. answers] }, Night, Cancel);

            var page = await new ChangesQuery(test.Database, new StillTime(Night.AddDays(1))).ReadAsync(new ChangesFilter(), 0, Cancel);
            page.Delistings.Should().Equal(hasEnded ? [new Delisting("example.com", "192.0.2.7", Night, Night.AddDays(1))] : [], "the other list's answer is {0}", status);
        }
    }

    [Theory, BothDatabases]
    public async Task An_audit_older_than_the_last_one_does_not_overwrite_it(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night.AddDays(1), 90, "new"), Night, Cancel);
        await writer.SaveAsync(Audit(Night, 10, "old"), Night, Cancel);
        await using var context = test.Database.CreateDbContext();
        (await context.Domains.SingleAsync(Cancel)).Score.Should().Be(90);
        (await context.Changes.AnyAsync(Cancel)).Should().BeFalse();
        (await context.Audits.CountAsync(Cancel)).Should().Be(2);
    }

    [Theory, BothDatabases]
    public async Task An_audit_of_a_domain_that_was_deleted_is_dropped(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        (await new AuditWriter(test.Database).SaveAsync(Audit(Night, 79, "a"), Night, Cancel)).Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task Deleting_a_domain_deletes_all_of_it(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var writer = new AuditWriter(test.Database);
        await writer.SaveAsync(Audit(Night, 79, "a"), Night, Cancel);
        await writer.SaveAsync(Audit(Night.AddDays(1), 79, "b"), Night, Cancel);
        await using var context = test.Database.CreateDbContext();
        await context.Domains.ExecuteDeleteAsync(Cancel);
        (await context.Audits.AnyAsync(Cancel) || await context.Changes.AnyAsync(Cancel) || await context.Findings.AnyAsync(Cancel) || await context.EndedFindings.AnyAsync(Cancel) || await context.KnownRecords.AnyAsync(Cancel))
            .Should().BeFalse();
    }

    private static async Task<TestDatabase> WithDomainAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        context.Domains.Add(new MonitoredDomain { Name = "example.com", AuditLeaseUntil = Night });
        await context.SaveChangesAsync(Cancel);
        return test;
    }

    // A null record is a question that DNS did not answer.
    private static AuditDocument Audit(DateTimeOffset at, int? score, string? record) => new()
    {
        Tool = new ToolInfo("auditor", "0.1.0", "2026.1"),
        Domain = "example.com",
        AuditedAt = at,
        Purpose = "people",
        Score = new ScoreDocument { Value = score, Grade = score is null ? null : "C", Rubric = 1, AssessedShare = score is null ? 0.4 : 1 },
        Spf = new SpfDocument { Status = score is null ? RecordStatus.Unknown : RecordStatus.Found, Lookups = 7 },
        Dmarc = new DmarcDocument { Status = score is null ? RecordStatus.Unknown : RecordStatus.Found, Stage = score is null ? "unknown" : "monitoring", AppliedPolicy = "none" },
        Dns = new DnsCostDocument(1, 0, 10),
        Findings = score is null ? [] : [new Finding("DMARC-POLICY-NONE", Severity.Warning, "Title", "Detail", "Fix", "RFC 9989", [])],
        Records =
        [
            new Evidence("_dmarc.example.com", "TXT", record is null ? ImmutableArray<string>.Empty : [record], record is null ? DnsStatus.Timeout : DnsStatus.Answer, "127.0.0.1:53"),
        ],
    };
}
