using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Sources;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class GateWriterTests
{
    private const string Shop = "shop.example";

    private static readonly DateTimeOffset Now = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_domain_is_ready_once_reports_show_that_its_mail_passes_and_is_asked_again_for_what_is_new(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var (id, gates) = (await AuditedAsync(test.Database, Monitoring(Now.AddDays(-40))), Gates(test.Database, Now));
        await AskAsync(gates, id);
        (await ReadAsync(test.Database)).Should().Be(("quarantine-test", "cannot-tell"), "no report came");
        (await gates.DueAsync(10, Cancel)).Should().BeEmpty("it was asked today");

        await ReportsAsync(test.Database, 30, 3);
        await new SourceWriter(test.Database, new StillTime(Now), SenderCatalogue.Default).RefreshAsync(id, Cancel);
        await AskAsync(gates, id);
        (await ReadAsync(test.Database)).Should().Be(("quarantine-test", "ready"));
        (await NamesAsync(test.Database, DomainSet.ReadyForNext)).Should().Equal(Shop);

        // The owner goes on: the audit that sees it makes the gate due, and the clock starts anew.
        await new AuditWriter(test.Database).SaveAsync(Monitoring(Now) with { Dmarc = Monitoring(Now).Dmarc with { Stage = "quarantine-test" } }, Now.AddDays(1), Cancel);
        await AskAsync(gates, id);
        (await ReadAsync(test.Database)).Should().Be(("quarantine", "not-yet"));
        (await NamesAsync(test.Database, DomainSet.ReadyForNext)).Should().BeEmpty();

        (await Gates(test.Database, Now.AddDays(1)).DueAsync(10, Cancel)).Should().Equal([id], "its clock counts days");
    }

    [Theory, BothDatabases]
    public async Task A_verdict_about_an_audit_that_is_not_the_last_any_more_is_not_kept(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await AuditedAsync(test.Database, Monitoring(Now.AddDays(-40)));
        var sneaks = new SneakingClock(Now, () => new AuditWriter(test.Database).SaveAsync(Monitoring(Now), Now.AddDays(1), Cancel).GetAwaiter().GetResult());
        await new GateWriter(test.Database, new PolicyProgressionQuery(test.Database, new StillTime(Now)), sneaks).RefreshAsync(id, Cancel);

        (await ReadAsync(test.Database)).Should().Be((null, null));
        (await Gates(test.Database, Now).DueAsync(10, Cancel)).Should().Equal(id);
    }

    [Theory, BothDatabases]
    public async Task A_domain_at_its_full_state_is_done_and_one_without_an_audit_is_not_asked(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await AuditedAsync(test.Database, Monitoring(Now) with { Dmarc = Monitoring(Now).Dmarc with { Stage = "reject" } });
        await using (var db = test.Database.CreateDbContext())
        {
            db.Domains.Add(new MonitoredDomain { Name = "new.example", CreatedAt = Now, NextAuditAt = Now });
            await db.SaveChangesAsync(Cancel);
        }

        await AskAsync(Gates(test.Database, Now), id);
        (await ReadAsync(test.Database)).Should().Be((null, "done"));
    }

    [Theory, BothDatabases]
    public async Task A_threshold_that_is_changed_changes_the_verdict_and_makes_every_kept_one_due(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await AuditedAsync(test.Database, Monitoring(Now.AddDays(-40)));
        await ReportsAsync(test.Database, 26, 3);
        await AskAsync(Gates(test.Database, Now), id);
        (await ReadAsync(test.Database)).Verdict.Should().Be("ready");

        foreach (var (name, value, verdict) in new[]
        {
            ("PolicyDays", "40", "ready"), ("PolicyDays", "41", "not-yet"), ("PolicyDays", "30", "ready"),
            ("PolicyReporters", "3", "ready"), ("PolicyReporters", "4", "not-yet"), ("PolicyReporters", "1", "ready"),
            ("PolicyReportDays", "26", "ready"), ("PolicyReportDays", "27", "not-yet"), ("PolicyReportDays", "1", "ready"),
        })
        {
            var gates = Gates(test.Database, Now, await test.ChooseAsync(name, value));
            await AskAsync(gates, id);
            (await ReadAsync(test.Database)).Verdict.Should().Be(verdict, "{0} is {1}", name, value);
            (await NamesAsync(test.Database, DomainSet.ReadyForNext)).Should().HaveCount(verdict == "ready" ? 1 : 0);
        }

        await test.ChooseAsync("KeyDays", "90");
        (await Gates(test.Database, Now).DueAsync(10, Cancel)).Should().BeEmpty("no gate rests on the age of keys");
    }

    private static GateWriter Gates(AuditorDatabase database, DateTimeOffset now, IThresholds? thresholds = null) =>
        new(database, new PolicyProgressionQuery(database, new StillTime(now), null, thresholds), new StillTime(now));

    private static Core.Auditing.AuditDocument Monitoring(DateTimeOffset at)
    {
        var audit = SampleAudits.Good(Shop, at);
        return audit with { Purpose = "people", Dmarc = audit.Dmarc with { Stage = "monitoring", Rua = ["mailto:dmarc@reports.example"] } };
    }

    private static async Task AskAsync(GateWriter gates, int expected)
    {
        (await gates.DueAsync(10, Cancel)).Should().Equal(expected);
        await gates.RefreshAsync(expected, Cancel);
    }

    private static async Task<int> AuditedAsync(AuditorDatabase database, Core.Auditing.AuditDocument audit)
    {
        await using var db = database.CreateDbContext();
        var domain = new MonitoredDomain { Name = Shop, CreatedAt = audit.AuditedAt, NextAuditAt = audit.AuditedAt };
        db.Domains.Add(domain);
        await db.SaveChangesAsync(Cancel);
        await new AuditWriter(database).SaveAsync(audit, audit.AuditedAt.AddDays(1), Cancel);
        return domain.Id;
    }

    private static async Task ReportsAsync(AuditorDatabase database, int days, int reporters)
    {
        await using var db = database.CreateDbContext();
        db.ReportedDomains.Add(new ReportedDomain { Name = Shop, Reports = days * reporters, FirstSeenAt = Now, LastSeenAt = Now });
        var midnight = new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero);
        for (var day = 0; day < days; day++)
        {
            var date = DateOnly.FromDateTime(midnight.UtcDateTime).AddDays(-day);
            db.Totals.Add(new DailyTotal { PolicyDomain = Shop, Day = date, Tier = TrustTier.Verified, Reports = reporters, Messages = 1_000, Aligned = 1_000 });
            db.Rollups.Add(new DailyRollup { PolicyDomain = Shop, Day = date, Tier = TrustTier.Verified, SourceIp = "192.0.2.7", HeaderFrom = Shop, DkimAligned = true, SpfAligned = true, Disposition = "none", Messages = 1_000 });
            for (var reporter = 0; reporter < reporters; reporter++)
            {
                db.Reports.Add(new StoredReport
                {
                    OrgKey = $"receiver{reporter}",
                    ReportId = $"{day}",
                    PolicyDomain = Shop,
                    Begin = midnight.AddDays(-day - 1),
                    End = midnight.AddDays(-day).AddSeconds(-1),
                    ContentHash = [(byte)day, (byte)reporter],
                    Tier = TrustTier.Verified,
                    RowCount = 1,
                    HasRows = false,
                    ReceivedAt = Now,
                });
            }
        }

        await db.SaveChangesAsync(Cancel);
    }

    private static async Task<(string? Next, string? Verdict)> ReadAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        var domain = await db.Domains.AsNoTracking().SingleAsync(d => d.Name == Shop, Cancel);
        return (domain.NextStage, domain.GateVerdict);
    }

    private static async Task<IEnumerable<string>> NamesAsync(AuditorDatabase database, DomainSet set) =>
        (await new DomainListQuery(database, new StillTime(Now)).ReadAsync(new DomainListRequest { Set = set }, Cancel)).Items.Select(i => i.Name);

    /// <summary>Lets something happen between what the writer read and what it writes.</summary>
    private sealed class SneakingClock(DateTimeOffset now, Action happens) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            happens();
            return now;
        }
    }
}
