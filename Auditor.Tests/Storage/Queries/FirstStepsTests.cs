using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Queries;

/// <summary>What a new installation still has to do, and what it waits for.</summary>
public sealed class FirstStepsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 10, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task Steps_are_done_one_after_the_other(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var query = new FirstStepsQuery(test.Database, new StillTime(Now));
        (await query.ReadAsync(Cancel)).Should().Be(new FirstSteps(0, 0, 0, 0, 0, 0, false));

        await using var db = test.Database.CreateDbContext();
        var one = Domain("one.example");
        db.Domains.AddRange(one, Domain("two.example"), new MonitoredDomain { Name = "paused.example", CreatedAt = Now, NextAuditAt = Now, Paused = true });
        await db.SaveChangesAsync(Cancel);
        db.Findings.AddRange(Finding(one.Id, "DMARC-NO-AGGREGATE-REPORTS", Severity.Warning), Finding(one.Id, "DMARC-POLICY-NONE", Severity.Warning), Finding(one.Id + 1, "DMARC-POLICY-NONE", Severity.Warning));
        await db.SaveChangesAsync(Cancel);
        var steps = await query.ReadAsync(Cancel);
        steps.Should().Be(new FirstSteps(2, 2, 0, 0, 1, 0, false));
        (steps!.DomainsDone, steps.MailboxDone, steps.AddressesDone, steps.ReportsDone).Should().Be((true, false, false, false));

        await db.Findings.Where(f => f.Code == "DMARC-NO-AGGREGATE-REPORTS").ExecuteDeleteAsync(Cancel);
        db.Mailboxes.Add(new Mailbox { Host = "imap.example", UserName = "dmarc@one.example", CreatedAt = Now });
        await db.SaveChangesAsync(Cancel);
        (await query.ReadAsync(Cancel)).Should().Be(new FirstSteps(2, 2, 1, 0, 0, 0, false));

        await db.Mailboxes.ExecuteUpdateAsync(set => set.SetProperty(m => m.LastSuccessAt, Now), Cancel);
        await db.Domains.Where(d => d.Name == "two.example").ExecuteUpdateAsync(set => set.SetProperty(d => d.LastReportAt, Now), Cancel);
        (await query.ReadAsync(Cancel)).Should().Be(new FirstSteps(2, 2, 1, 1, 0, 1, false));
        db.Settings.Add(new Setting { Key = "Notices:To", Value = "ann@one.example", ChangedAt = Now });
        await db.SaveChangesAsync(Cancel);
        (await query.ReadAsync(Cancel))!.HasNotices.Should().BeFalse("no server takes the mail");
        db.Settings.Add(new Setting { Key = "Notices:Smtp:Host", Value = "mail.one.example", ChangedAt = Now });
        await db.SaveChangesAsync(Cancel);
        (await query.ReadAsync(Cancel)).Should().BeNull("nothing is left to do");
    }

    [Theory, BothDatabases]
    public async Task Somebody_hides_them_for_good(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var query = new FirstStepsQuery(test.Database, new StillTime(Now));
        await Task.WhenAll(query.HideAsync(Cancel), query.HideAsync(Cancel));
        (await query.ReadAsync(Cancel)).Should().BeNull();
        await query.HideAsync(Cancel);
    }

    [Theory, BothDatabases]
    public async Task Reports_are_awaited_since_the_record_was_seen(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        var (one, two) = (Domain("one.example"), Domain("two.example"));
        db.Domains.AddRange(one, two);
        db.Mailboxes.Add(new Mailbox { Host = "imap.example", UserName = "dmarc@one.example", CreatedAt = Now });
        await db.SaveChangesAsync(Cancel);
        db.Audits.AddRange(Audit(one.Id, Now.AddDays(-9)), Audit(one.Id, Now.AddDays(-1)), Audit(two.Id, Now.AddDays(-9)));
        db.Changes.Add(new StoredChange { DomainId = one.Id, ChangedAt = Now.AddDays(-1), Name = "_dmarc.one.example", Type = "TXT", After = "v=DMARC1; p=none; rua=mailto:dmarc@one.example" });
        db.Changes.Add(new StoredChange { DomainId = two.Id, ChangedAt = Now.AddDays(-1), Name = "two.example", Type = "TXT", After = "v=spf1 -all" });
        db.IntakeRuns.AddRange(
            new IntakeRun { Source = IntakeSource.Mailbox, MailboxId = 1, StartedAt = Now.AddDays(-3), Seen = 5, Imported = 5 },
            new IntakeRun { Source = IntakeSource.Mailbox, MailboxId = 1, StartedAt = Now.AddHours(-3), Seen = 2, NotAReport = 2 },
            new IntakeRun { Source = IntakeSource.Upload, StartedAt = Now.AddHours(-3), Seen = 7, Imported = 7 });
        await db.SaveChangesAsync(Cancel);

        var query = new AwaitedReportsQuery(test.Database, new StillTime(Now));
        (await query.ReadAsync("one.example", "one.example", Cancel)).Should().Be(new AwaitedReports(Now.AddDays(-1), Now.AddDays(1), IsOverdue: false, 1, 2));
        (await query.ReadAsync("two.example", null, Cancel)).Should().Be(new AwaitedReports(Now.AddDays(-9), Now.AddDays(-7), IsOverdue: true, 1, 7), "a change of another record says nothing about this one");
        (await query.ReadAsync("none.example", null, Cancel)).Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task Domains_that_never_had_a_report_come_with_what_to_publish(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        var shop = Domain(SampleInstallation.Shop);
        db.Domains.AddRange(shop, Domain("new.example"), Domain("known.example", report: true), new MonitoredDomain { Name = "paused.example", CreatedAt = Now, NextAuditAt = Now, Paused = true });
        db.Mailboxes.AddRange(
            new Mailbox { Host = "imap.example", UserName = "plain", CreatedAt = Now }, new Mailbox { Host = "imap.example", UserName = "dmarc@collector.example", CreatedAt = Now },
            new Mailbox { Host = "imap.example", UserName = "DMARC@collector.example", CreatedAt = Now }, new Mailbox { Host = "imap.example", UserName = "off@collector.example", CreatedAt = Now, Enabled = false });
        await db.SaveChangesAsync(Cancel);
        db.Audits.AddRange(Audit(shop.Id, Now.AddDays(-2)), Audit(shop.Id, Now.AddDays(-1), SampleAudits.Shop(SampleInstallation.Shop, Now.AddDays(-1))));
        await db.SaveChangesAsync(Cancel);

        var query = new ReportingQuery(test.Database);
        (await query.AddressesAsync(Cancel)).Should().Equal("dmarc@collector.example");
        ReportingAddress.TryParse("dmarc@collector.example", out var address, out _).Should().BeTrue();
        var page = await query.ReadAsync(address, silentOnly: true, null, 0, Cancel);
        (page.Total, page.Domains, page.Silent).Should().Be((2, 3, 2));
        page.Items.Select(i => (i.Name, i.Plan!.State)).Should().Equal(("new.example", ReportingState.Unknown), (SampleInstallation.Shop, ReportingState.Add));
        page.Items[1].Plan!.Record!.Data.Should().Contain(",mailto:dmarc@collector.example;");

        (await query.ReadAsync(address, silentOnly: false, " KNOWN ", 0, Cancel)).Items.Select(i => i.Name).Should().Equal("known.example");
        (await query.ReadAsync(null, silentOnly: true, null, 1, Cancel)).Items.Should().BeEmpty("there is no second page");
        (await query.ReadAsync(null, silentOnly: true, "new", 0, Cancel)).Items.Should().ContainSingle().Which.Plan.Should().BeNull("nobody said where to");
    }

    private static MonitoredDomain Domain(string name, bool report = false) => new() { Name = name, CreatedAt = Now, NextAuditAt = Now, LastAuditAt = Now, LastReportAt = report ? Now : null };

    private static DomainFinding Finding(int domain, string code, Severity severity) => new() { DomainId = domain, Code = code, Subject = "", Severity = severity, Title = code, FirstSeenAt = Now };

    private static StoredAudit Audit(int domain, DateTimeOffset at, AuditDocument? document = null) => new() { DomainId = domain, AuditedAt = at, Stage = "monitoring", Document = document is null ? null : AuditBlob.Pack(document) };
}
