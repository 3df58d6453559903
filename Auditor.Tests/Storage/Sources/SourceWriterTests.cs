using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Senders.Enrichment;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Audits;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Sources;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Sources;

public sealed class SourceWriterTests
{
    private const string Shop = "shop.example";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Theory, BothDatabases]
    public async Task Sums_class_cause_and_service_of_each_source_are_kept(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await FillAsync(test.Database);

        (await Writer(test.Database, Start).RefreshAsync(id, Cancel)).Should().Be(3);

        await using var db = test.Database.CreateDbContext();
        var sources = await db.Sources.AsNoTracking().OrderBy(s => s.SourceIp).ToDictionaryAsync(s => s.SourceIp, Cancel);
        var own = sources["192.0.2.7"];
        (own.Messages, own.Aligned, own.DkimAligned, own.SpfAligned, own.Class).Should().Be((120, 120, 120, 120, SourceClass.Compliant));
        own.Daily.Split(',').Should().HaveCount(SourceWriter.Window).And.EndWith("20").And.HaveElementAt(SourceWriter.Window - 2, "100");
        (own.FirstDay, own.LastDay, own.Novelty).Should().Be((Day(-1), Day(0), SourceNovelty.None));
        (own.SpfTerm, own.Cause).Should().Be(("ip4:192.0.2.0/24", null));

        var service = sources["198.51.100.24"];
        (service.ServiceId, service.ServiceEvidence, service.SpfTerm).Should().Be(("sendgrid", ServiceEvidence.SpfInclude, "include:sendgrid.net > ip4:198.51.100.0/24"));
        (service.Class, service.Reason).Should().Be((SourceClass.Misconfigured, "The SPF record of shop.example names the address (include:sendgrid.net > ip4:198.51.100.0/24), and yet it authenticates as sendgrid.net only."));
        service.Cause.Should().Be("SPF passes for bounce.sendgrid.net, which is not of shop.example: it cannot count for shop.example. DKIM passes for sendgrid.net, which is not of shop.example.");
        service.Fix.Should().Contain("Twilio SendGrid");

        var stranger = sources["203.0.113.66"];
        (stranger.Class, stranger.Rejected, stranger.SpfTerm, stranger.ServiceId).Should().Be((SourceClass.Suspicious, 5, null, null));
        (await db.Domains.AsNoTracking().SingleAsync(Cancel)).SourcesAt.Should().Be(Start);
    }

    [Theory, BothDatabases]
    public async Task A_second_pass_changes_nothing_and_unverified_reports_count_for_nothing(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await FillAsync(test.Database);
        await using (var db = test.Database.CreateDbContext())
        {
            db.Rollups.Add(Rollup("203.0.113.99", 0, false, false, 1_000, TrustTier.Unauthenticated));
            await db.SaveChangesAsync(Cancel);
        }

        await Writer(test.Database, Start).RefreshAsync(id, Cancel);
        var first = await AllAsync(test.Database);
        await Writer(test.Database, Start).RefreshAsync(id, Cancel);

        (await AllAsync(test.Database)).Should().BeEquivalentTo(first);
        first.Select(s => s.SourceIp).Should().NotContain("203.0.113.99");
    }

    [Theory, BothDatabases]
    public async Task What_appears_after_the_first_week_is_news_and_what_falls_silent_keeps_its_days(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await FillAsync(test.Database);
        await Writer(test.Database, Start).RefreshAsync(id, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            db.Rollups.AddRange(
                Rollup("192.0.2.200", 20, true, true, 7), Rollup("192.0.2.201", 20, true, true, 7, from: "new.shop.example"), Rollup("192.0.2.202", 3, true, true, 7), Rollup("192.0.2.7", 20, true, true, 9));
            await db.SaveChangesAsync(Cancel);
        }

        await Writer(test.Database, Start.AddDays(20)).RefreshAsync(id, Cancel);
        await Writer(test.Database, Start.AddDays(45)).RefreshAsync(id, Cancel);

        var sources = (await AllAsync(test.Database)).ToDictionary(s => s.SourceIp);
        sources["192.0.2.200"].Novelty.Should().Be(SourceNovelty.NewSource);
        sources["192.0.2.201"].Novelty.Should().Be(SourceNovelty.NewName);
        sources["192.0.2.202"].Novelty.Should().Be(SourceNovelty.None, "the domain was still being learnt on that day");
        (sources["192.0.2.7"].Messages, sources["192.0.2.7"].FirstDay).Should().Be((9, Day(-1)));
        (sources["203.0.113.66"].Messages, sources["203.0.113.66"].LastDay).Should().Be((0, Day(0)), "it sent nothing in the window, and once did");
    }

    [Theory, BothDatabases]
    public async Task How_long_a_domain_is_learnt_may_be_chosen(StorageProvider provider)
    {
        foreach (var (days, novelty) in new[] { ("3", SourceNovelty.NewSource), ("4", SourceNovelty.None) })
        {
            await using var test = await TestDatabase.CreateAsync(provider, Cancel);
            var id = await FillAsync(test.Database);
            await Writer(test.Database, Start).RefreshAsync(id, Cancel);
            await using (var db = test.Database.CreateDbContext())
            {
                db.Rollups.Add(Rollup("192.0.2.202", 3, true, true, 7));
                await db.SaveChangesAsync(Cancel);
            }

            await new SourceWriter(test.Database, new StillTime(Start.AddDays(5)), SenderCatalogue.Default, null, await test.ChooseAsync("SourceLearningDays", days)).RefreshAsync(id, Cancel);
            (await AllAsync(test.Database)).Single(s => s.SourceIp == "192.0.2.202").Novelty.Should().Be(novelty, "it appeared four days after the first report, and {0} are for learning", days);
        }
    }

    [Theory, BothDatabases]
    public async Task An_owners_word_changes_the_class_is_written_down_and_can_be_taken_back(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await FillAsync(test.Database);
        var clock = new StillTime(Start);
        var writer = Writer(test.Database, Start);
        await writer.RefreshAsync(id, Cancel);
        var desk = new SourceDesk(test.Database, new ActivityLog(test.Database, clock), writer, clock);
        var ann = new Doer("ann@example.com", "192.0.2.1");

        (await desk.DecideAsync(ann, Shop, SourceDesk.OfService("sendgrid"), SourceDecision.Ours, "the newsletter", Cancel)).Should().BeNull();
        var decided = (await AllAsync(test.Database)).Single(s => s.ServiceId == "sendgrid");
        (decided.Decision, decided.Class, decided.Confidence).Should().Be((SourceDecision.Ours, SourceClass.Misconfigured, ClassConfidence.High));

        (await desk.DecideAsync(ann, Shop, "198.51.100.24", SourceDecision.NotOurs, null, Cancel)).Should().BeNull("nothing was said of the address itself");
        (await AllAsync(test.Database)).Single(s => s.ServiceId == "sendgrid").Class.Should().Be(SourceClass.Suspicious, "the word about an address wins over that about its service");

        (await desk.DecideAsync(ann, Shop, "198.51.100.24", null, null, Cancel)).Should().Be(SourceDecision.NotOurs);
        (await AllAsync(test.Database)).Single(s => s.ServiceId == "sendgrid").Decision.Should().Be(SourceDecision.Ours);

        await using var db = test.Database.CreateDbContext();
        (await db.SourceDecisions.AsNoTracking().OrderBy(d => d.Id).Select(d => d.Decision).ToListAsync(Cancel)).Should().Equal(SourceDecision.Ours, SourceDecision.NotOurs, null);
        (await db.Activity.AsNoTracking().OrderBy(a => a.Id).Select(a => a.After).ToListAsync(Cancel)).Should().Equal("ours", "not ours", "undecided");
    }

    [Theory, BothDatabases]
    public async Task A_service_that_becomes_known_lets_its_domains_be_summed_up_again_and_a_failing_night_forgets_nothing(StorageProvider provider)
    {
        await using var test = await TestDatabase.CreateAsync(provider, Cancel);
        var id = await FillAsync(test.Database);
        await Writer(test.Database, Start).RefreshAsync(id, Cancel);
        var addresses = new AddressWriter(test.Database, new StillTime(Start));
        (await addresses.DueAsync(2, Cancel)).Should().Equal("192.0.2.7", "198.51.100.24");

        var known = new AddressFacts
        {
            Reverse = Core.Reverse.ForwardConfirmed.Confirmed,
            Name = DomainName.Parse("out.acme.example"),
            Service = new ServiceMatch("own:acme.example", "Acme", ServiceEvidence.OwnList, ClassConfidence.High),
            KeepFor = TimeSpan.FromDays(1),
        };
        await addresses.WriteAsync(new Dictionary<string, AddressFacts?> { ["203.0.113.66"] = known, ["not an address"] = null }, Cancel);
        await using (var db = test.Database.CreateDbContext())
        {
            (await db.Domains.AsNoTracking().SingleAsync(Cancel)).SourcesAt.Should().BeNull("it is due again");
        }

        await Writer(test.Database, Start).RefreshAsync(id, Cancel);
        (await AllAsync(test.Database)).Single(s => s.SourceIp == "203.0.113.66").ServiceName.Should().Be("Acme");

        var failing = new AddressFacts { Reverse = Core.Reverse.ForwardConfirmed.Unknown, KeepFor = AddressEnricher.RetryAfter };
        var later = new AddressWriter(test.Database, new StillTime(Start.AddDays(2)));
        (await later.DueAsync(10, Cancel)).Should().Contain("203.0.113.66");
        await later.WriteAsync(new Dictionary<string, AddressFacts?> { ["203.0.113.66"] = failing }, Cancel);
        await using var after = test.Database.CreateDbContext();
        var kept = await after.SourceAddresses.AsNoTracking().SingleAsync(a => a.SourceIp == "203.0.113.66", Cancel);
        (kept.ServiceName, kept.DueAt).Should().Be(("Acme", Start.AddDays(2) + AddressEnricher.RetryAfter));
    }

    private static SourceWriter Writer(AuditorDatabase database, DateTimeOffset now) => new(database, new StillTime(now), SenderCatalogue.Default);

    private static DateOnly Day(int offset) => DateOnly.FromDateTime(Start.UtcDateTime).AddDays(offset);

    private static async Task<List<SourceSummary>> AllAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.Sources.AsNoTracking().OrderBy(s => s.SourceIp).ToListAsync(Cancel);
    }

    private static DailyRollup Rollup(string ip, int day, bool dkim, bool spf, long messages, TrustTier tier = TrustTier.Verified, string from = Shop, string disposition = "none") => new()
    {
        PolicyDomain = Shop,
        Day = Day(day),
        Tier = tier,
        SourceIp = ip,
        HeaderFrom = from,
        DkimAligned = dkim,
        SpfAligned = spf,
        Disposition = disposition,
        Messages = messages,
    };

    private static async Task<int> FillAsync(AuditorDatabase database)
    {
        await using var db = database.CreateDbContext();
        var domain = new MonitoredDomain { Name = Shop, CreatedAt = Start, NextAuditAt = Start };
        db.Domains.Add(domain);
        await db.SaveChangesAsync(Cancel);
        db.KnownRecords.Add(new KnownRecords
        {
            DomainId = domain.Id,
            Content = AuditBlob.PackAnswers(
            [
                new KnownAnswer(Shop, "TXT", ["v=spf1 ip4:192.0.2.0/24 include:sendgrid.net -all"], DnsStatus.Answer, null),
                new KnownAnswer("sendgrid.net", "TXT", ["v=spf1 ip4:198.51.100.0/24 ~all"], DnsStatus.Answer, null),
            ]),
        });
        db.Rollups.AddRange(
            Rollup("192.0.2.7", -1, true, true, 100), Rollup("192.0.2.7", 0, true, true, 20), Rollup("198.51.100.24", 0, false, false, 30),
            Rollup("203.0.113.66", 0, false, false, 5, disposition: "reject"));
        db.Totals.Add(new DailyTotal { PolicyDomain = Shop, Day = Day(-1), Tier = TrustTier.Verified, Reports = 1, Messages = 155 });
        var report = new StoredReport { OrgKey = "receiver", ReportId = "1", PolicyDomain = Shop, Begin = Start.AddDays(-1), End = Start, ContentHash = [1], Tier = TrustTier.Verified, RowCount = 3, ReceivedAt = Start };
        db.Reports.Add(report);
        await db.SaveChangesAsync(Cancel);
        db.Rows.AddRange(
            Row(report.Id, 0, "192.0.2.7", "pass", "pass", new(Shop, "s1", "pass", null), new(Shop, "mfrom", "pass")),
            Row(report.Id, 1, "198.51.100.24", "fail", "fail", new("sendgrid.net", "smtpapi", "pass", null), new("bounce.sendgrid.net", "mfrom", "pass")),
            Row(report.Id, 2, "203.0.113.66", "fail", "fail", null, new(Shop, "mfrom", "fail")));
        await db.SaveChangesAsync(Cancel);
        return domain.Id;
    }

    private static StoredRow Row(long report, int ordinal, string ip, string dkim, string spf, DkimAuthResult? signature, SpfAuthResult identity) => new()
    {
        ReportId = report,
        Ordinal = ordinal,
        SourceIp = ip,
        Messages = 1,
        Dkim = dkim,
        Spf = spf,
        HeaderFrom = Shop,
        AuthResults = RowJson.Write(signature is null ? [] : [signature], [identity]),
    };
}
