using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Trust;
using Auditor.Tests.Support;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Xunit;

namespace Auditor.Tests.Storage.Trust;

/// <summary>Tiers and limits of TLS reports, failure reports and complaints: as those of aggregate reports.</summary>
public sealed class KindTierTests
{
    private const string Google = "smtp-tls-reporting@google.com";

    private readonly SteppedTime time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task A_TLS_report_counts_as_far_as_its_mail_proves_who_sent_it(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        var results = await store.TakeInAsync([Signed(Tls("1", 100)), Forged(Tls("2", 9)), Signed(Tls("3", 50, "Receiver", "tls@receiver.example"), "tls@receiver.example"), Signed(Tls("4", 7), "tls@receiver.example")]);
        results.Select(r => r.Tier).Should().Equal(TrustTier.Verified, TrustTier.Unauthenticated, TrustTier.Authenticated, TrustTier.Unauthenticated);
        await using (var db = store.Database.CreateDbContext())
        {
            (await db.TlsReports.OrderBy(r => r.Id).Select(r => new { r.TierReason, r.Signer }).ToListAsync(Cancel)).Should().Equal(
                new { TierReason = (string?)TrustReason.KnownReporter, Signer = (string?)"google.com" }, new { TierReason = (string?)TrustReason.NoSignature, Signer = (string?)null },
                new { TierReason = (string?)TrustReason.UnknownReporter, Signer = (string?)"receiver.example" }, new { TierReason = (string?)TrustReason.ReporterMismatch, Signer = (string?)"receiver.example" });
        }

        var query = new TlsQuery(store.Database, time);
        var counted = await query.ReadAsync("example.com", 3650, null, Cancel);
        (counted.Successful, counted.LeftOut, counted.Failures.Sum(f => f.Sessions)).Should().Be((100, new LeftOutReports(3, 69), 1));
        (await query.ReadAsync(null, 3650, TierChoice.Parse("unverified"), Cancel)).Successful.Should().Be(66);
        var all = await query.ReadAsync(null, 3650, TierChoice.Parse("all"), Cancel);
        (all.Successful, all.LeftOut).Should().Be((166, new LeftOutReports(0, 0)));
    }

    [Theory, BothDatabases]
    public async Task A_TLS_report_that_somebody_posts_to_the_public_address_proves_nothing(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        (await store.TakeInAsync([Encoding.UTF8.GetBytes(Tls("1", 5))], IntakeSource.TlsPost)).Single().Tier.Should().Be(TrustTier.Unauthenticated);
        (await store.TakeInAsync([Encoding.UTF8.GetBytes(Tls("2", 5))], IntakeSource.Upload)).Single().Tier.Should().Be(TrustTier.Manual);
    }

    [Theory, BothDatabases]
    public async Task Mails_that_DNS_failed_for_come_to_the_same_sums_as_if_it_had_not(StorageProvider provider)
    {
        byte[][] mails = [Signed(Tls("1", 100)), Forged(Tls("2", 9)), Signed(Tls("3", 50, "Receiver", "tls@receiver.example"), "tls@receiver.example")];
        await using var wanted = await TrustStore.CreateAsync(provider, time, "example.com");
        await wanted.TakeInAsync(mails);
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        store.Zone = new Failing();
        (await store.TakeInAsync(mails)).Count(r => r.Tier == TrustTier.Pending).Should().Be(2);
        (await SumsAsync(store)).Should().NotEqual(await SumsAsync(wanted));

        await RunJobAsync(store, SignedMails.Keys("google.com", "receiver.example"));
        (await SumsAsync(store)).Should().Equal(await SumsAsync(wanted));
        await using var db = store.Database.CreateDbContext();
        (await db.TlsReports.AnyAsync(r => r.Evidence != null || r.Tier == TrustTier.Pending, Cancel)).Should().BeFalse();
    }

    [Theory, BothDatabases]
    public async Task A_forged_TLS_report_that_came_first_gives_way_to_the_real_one(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        await store.TakeInAsync([Forged(Tls("1", 1, failed: 40))]);
        var real = (await store.TakeInAsync([Signed(Tls("1", 100))])).Single();
        (real.Outcome, real.ReasonCode, real.Tier).Should().Be((PartOutcome.Imported, IngestReason.Conflict, TrustTier.Verified));
        (await store.TakeInAsync([Forged(Tls("1", 2, failed: 41))])).Single().Outcome.Should().Be(PartOutcome.Duplicate);

        (await SumsAsync(store)).Should().Equal("failure example.com google inc. certificate-expired mx.example.com Verified 1", "total example.com google inc. sts Verified 100 1");
        await using var db = store.Database.CreateDbContext();
        (await db.TlsReports.SingleAsync(Cancel)).Tier.Should().Be(TrustTier.Verified);
    }

    [Theory, BothDatabases]
    public async Task The_same_text_with_a_proof_proves_the_stored_report(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        await store.TakeInAsync([Forged(Tls("1", 100)), Signed(Tls("1", 100))]);
        (await SumsAsync(store)).Should().Equal("failure example.com google inc. certificate-expired mx.example.com Verified 1", "total example.com google inc. sts Verified 100 1");
    }

    [Theory, BothDatabases]
    public async Task Unknown_reporters_of_TLS_reports_count_once_they_have_a_history(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        for (var day = 0; day < 16; day++)
        {
            await store.TakeInAsync([Signed(Tls($"d{day}", 1, "Receiver", "tls@receiver.example"), "tls@receiver.example")]);
            time.Advance(TimeSpan.FromDays(1));
        }

        await RunJobAsync(store, store.Zone);
        await using var db = store.Database.CreateDbContext();
        (await db.TlsReports.Select(r => new { r.Tier, r.TierReason }).Distinct().SingleAsync(Cancel)).Should().Be(new { Tier = TrustTier.Verified, TierReason = (string?)TrustReason.Learned });
        (await db.TlsTotals.Where(t => t.Tier == TrustTier.Verified).SumAsync(t => t.Successful, Cancel)).Should().Be(16);
    }

    [Theory, BothDatabases]
    public async Task A_flood_of_TLS_reports_is_bounded_and_never_keeps_a_proven_one_out(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.com");
        store.Gate = GateLimits.Default with { PerSender = 3, PerDay = 5, MaxUnmonitored = 1 };
        var flood = await store.TakeInAsync(Enumerable.Range(0, 8).Select(i => Forged(Tls($"f{i}", 10))));
        flood.Select(r => r.ReasonCode).Should().Equal(null, null, null, IngestReason.RateLimited, IngestReason.RateLimited, IngestReason.RateLimited, IngestReason.RateLimited, IngestReason.RateLimited);
        (await store.TakeInAsync([Forged(Tls("f4", 10))])).Single().Outcome.Should().Be(PartOutcome.Imported, "the day's limit is reached: it is a number in the ledger");
        (await store.TakeInAsync([Signed(Tls("real", 100))])).Single().ReasonCode.Should().BeNull();
        var foreign = await store.TakeInAsync(Enumerable.Range(0, 3).Select(i => Forged(Tls($"x{i}", 10, domain: $"foreign{i}.example"))));
        foreign.Select(r => r.ReasonCode).Should().Equal(null, IngestReason.NotMonitored, IngestReason.NotMonitored);

        await using var db = store.Database.CreateDbContext();
        (await db.TlsReports.CountAsync(r => r.Policies != null && r.PolicyDomain == "example.com", Cancel)).Should().Be(4);
        (await db.TlsReports.CountAsync(r => r.Policies == null, Cancel)).Should().Be(2, "two more are known by their heads");
        (await db.TlsTotals.Where(t => t.Domain == "example.com").OrderBy(t => t.Tier).Select(t => t.Successful).ToListAsync(Cancel)).Should().Equal(100, 30);
        (await db.ReportedDomains.OrderBy(r => r.Name).Select(r => new { r.Name, r.Reports, r.Kept }).ToListAsync(Cancel)).Should().Equal(
            new { Name = "foreign0.example", Reports = 1L, Kept = 1L }, new { Name = "foreign1.example", Reports = 1L, Kept = 0L }, new { Name = "foreign2.example", Reports = 1L, Kept = 0L });
    }

    [Theory, BothDatabases]
    public async Task Failure_reports_have_a_tier_and_are_not_kept_beyond_the_limit(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.org");
        await using var db = store.Database.CreateDbContext();
        db.Settings.Add(new Setting { Key = StorageOptions.KeepFailureReportsKey, Value = "true", ChangedAt = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync(Cancel);
        store.Gate = GateLimits.Default with { PerSender = 2 };
        store.Zone = new Failing();
        (await store.TakeInAsync([SignedArf("dmarc.eml", "0")])).Single().Tier.Should().Be(TrustTier.Pending);
        var results = await store.TakeInAsync(Enumerable.Range(1, 3).Select(i => Arf("dmarc.eml", $"{i}")));
        results.Select(r => (r.Outcome, r.ReasonCode)).Should().Equal((PartOutcome.Imported, null), (PartOutcome.Imported, IngestReason.RateLimited), (PartOutcome.Imported, IngestReason.RateLimited));

        await RunJobAsync(store, SignedMails.Keys("reporter.example"));
        (await db.FailureReports.OrderBy(f => f.Id).Select(f => new { f.Tier, f.TierReason, f.Evidence }).ToListAsync(Cancel)).Should().Equal(
            new { Tier = TrustTier.Authenticated, TierReason = (string?)TrustReason.UnknownReporter, Evidence = (string?)null }, new { Tier = TrustTier.Unauthenticated, TierReason = (string?)TrustReason.NoSignature, Evidence = (string?)null });
        var query = new FailureReportQuery(store.Database);
        (await query.ReadAsync(new FailureReportFilter(null, null, null) { Tier = TierChoice.Parse("verified") }, 0, Cancel)).Total.Should().Be(0);
        (await query.ReadAsync(new FailureReportFilter(null, null, null) { Tier = TierChoice.Parse("unverified") }, 0, Cancel)).Total.Should().Be(2);
    }

    [Theory, BothDatabases]
    public async Task Complaints_are_counted_by_tier_and_lose_their_address_beyond_the_limit(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, time, "example.org");
        store.Gate = GateLimits.Default with { PerSender = 2 };
        await store.TakeInAsync(Enumerable.Range(0, 5).Select(i => Arf("complaint.eml", $"{i}")));
        await store.TakeInAsync([Arf("complaint.eml", "up")], IntakeSource.Upload);

        var query = new ComplaintQuery(store.Database, new StillTime(new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)));
        var day = new DateOnly(2026, 11, 1);
        (await query.ReadAsync(new FailureReportFilter(null, null, null), 0, Cancel)).Sources.Should().Equal(
            new ComplaintSource("", "example.org", 3, 0, day), new ComplaintSource("192.0.2.9", "example.org", 3, 1, day));
        (await query.ReadAsync(new FailureReportFilter(null, null, null) { Tier = TierChoice.Parse("manual") }, 0, Cancel)).Sources.Should().Equal(new ComplaintSource("192.0.2.9", "example.org", 1, 1, day));
        (await query.ReadAsync(new FailureReportFilter("other.example", null, null), 0, Cancel)).Total.Should().Be(0);
        (await query.ReadAsync(new FailureReportFilter(null, null, null) { Day = day.AddDays(1) }, 0, Cancel)).Total.Should().Be(0);
    }

    private static string Tls(string id, int successful, string org = "Google Inc.", string contact = Google, string domain = "example.com", int failed = 1) =>
        $$"""
        {"organization-name":"{{org}}","contact-info":"{{contact}}","date-range":{"start-datetime":"2026-11-01T00:00:00Z","end-datetime":"2026-11-01T23:59:59Z"},"report-id":"{{id}}",
         "policies":[{"policy":{"policy-type":"sts","policy-domain":"{{domain}}"},"summary":{"total-successful-session-count":{{successful}},"total-failure-session-count":{{failed}}},
           "failure-details":[{"result-type":"certificate-expired","receiving-mx-hostname":"mx.{{domain}}","failed-session-count":{{failed}}}]}]}
        """;

    private static byte[] Signed(string tls, string from = Google) => TrustStore.Signed(tls, from);

    private static byte[] Forged(string tls) => TrustStore.Forged(tls, Google);

    private static byte[] Arf(string name, string id) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(ProjectRoot.Path, "fixtures", "reports", "failure", name))).Replace("1@", id + "@", StringComparison.Ordinal));

    private static byte[] SignedArf(string name, string id)
    {
        using var raw = new MemoryStream(Arf(name, id));
        return SignedMails.Sign(MimeMessage.Load(raw, Cancel), "reporter.example");
    }

    private static async Task<List<string>> SumsAsync(TrustStore store)
    {
        await using var db = store.Database.CreateDbContext();
        var totals = await db.TlsTotals.AsNoTracking().ToListAsync(Cancel);
        var failures = await db.TlsFailures.AsNoTracking().ToListAsync(Cancel);
        return [.. totals.Select(t => $"total {t.Domain} {t.OrgKey} {t.PolicyType} {t.Tier} {t.Successful} {t.Failed}")
            .Concat(failures.Select(f => $"failure {f.Domain} {f.OrgKey} {f.ResultType} {f.MxHost} {f.Tier} {f.Sessions}")).Order(StringComparer.Ordinal)];
    }

    private Task RunJobAsync(TrustStore store, IDnsResolver zone) => new TrustJob(
        new TrustWriter(store.Database, time), new SignedMails.Source(zone), new SettingsStore(store.Database, new ConfigurationBuilder().Build(), time), time, NullLogger<TrustJob>.Instance).RunAsync(Cancel);

    private sealed class Failing : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.ServerFailure));
    }
}
