using Auditor.Core.Dns;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Trust;

/// <summary>A database that report mails are taken into as from a mailbox.</summary>
internal sealed class TrustStore(TestDatabase test, TimeProvider time) : IAsyncDisposable
{
    public const string Google = "noreply-dmarc-support@google.com";

    private long uid;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public AuditorDatabase Database => test.Database;

    public IDnsResolver Zone { get; set; } = SignedMails.Keys("google.com", "receiver.example");

    public GateLimits? Gate { get; set; }

    public static async Task<TrustStore> CreateAsync(StorageProvider provider, TimeProvider? time = null, params string[] monitored)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var context = test.Database.CreateDbContext();
        context.Domains.AddRange(monitored.Select(name => new MonitoredDomain { Name = name }));
        await context.SaveChangesAsync(Cancel);
        return new TrustStore(test, time ?? TimeProvider.System);
    }

    public static byte[] Signed(string xml, string from = Google) =>
        SignedMails.Sign(SignedMails.Mail(from, xml), from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]);

    public static byte[] Forged(string xml, string from = Google) => SignedMails.Bytes(SignedMails.Mail(from, xml));

    public async Task<IReadOnlyList<IngestResult>> TakeInAsync(IEnumerable<byte[]> mails, IntakeSource source = IntakeSource.Mailbox)
    {
        var writer = new IngestWriter(Database, time, new SignedMails.Source(Zone), Gate);
        await using var session = await writer.BeginAsync(source, source == IntakeSource.Mailbox ? 1 : null, null, Cancel);
        var results = new List<IngestResult>();
        foreach (var mail in mails)
        {
            uid++;
            foreach (var part in ReportIntake.ReadParts(mail, "mail", IntakeLimits.Default))
            {
                results.Add(await session.WriteAsync(part, new PartPlace(0, source == IntakeSource.Mailbox ? new MailPlace(1, 9, uid) : null), Cancel));
            }
        }

        await session.FinishAsync(null, Cancel);
        return results;
    }

    /// <summary>Totals and rollups as they stand, one a line.</summary>
    public async Task<List<string>> SumsAsync()
    {
        await using var db = Database.CreateDbContext();
        var totals = await db.Totals.AsNoTracking().ToListAsync(Cancel);
        var rollups = await db.Rollups.AsNoTracking().ToListAsync(Cancel);
        return [.. totals.Select(t => $"total {t.PolicyDomain} {t.Day} {t.Tier} reports={t.Reports} messages={t.Messages} aligned={t.Aligned} dkim={t.DkimAligned} spf={t.SpfAligned} q={t.Quarantined} r={t.Rejected}")
            .Concat(rollups.Select(r => $"rollup {r.PolicyDomain} {r.Day} {r.Tier} {r.SourceIp} {r.DkimAligned} {r.SpfAligned} {r.Disposition} {r.Messages}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>What the sums must be: those of the rows of all reports that are not displaced.</summary>
    public async Task<List<string>> SumsOfRowsAsync()
    {
        await using var db = Database.CreateDbContext();
        var reports = await db.Reports.AsNoTracking().Where(r => !r.IsDisplaced).ToListAsync(Cancel);
        var rows = (await db.Rows.AsNoTracking().ToListAsync(Cancel)).ToLookup(r => r.ReportId);
        var of = reports.SelectMany(report => rows[report.Id].Select(row => (Report: report, Row: row, Day: UnixDay.Of(report.Begin.ToUnixTimeSeconds())))).ToList();
        return [.. of.GroupBy(x => (x.Report.PolicyDomain, x.Day, x.Report.Tier)).Select(g =>
                $"total {g.Key.PolicyDomain} {g.Key.Day} {g.Key.Tier} reports={g.Select(x => x.Report.Id).Distinct().Count()} messages={g.Sum(x => x.Row.Messages)} aligned={g.Sum(x => x.Row.Dkim == "pass" || x.Row.Spf == "pass" ? x.Row.Messages : 0)} dkim={g.Sum(x => x.Row.Dkim == "pass" ? x.Row.Messages : 0)} spf={g.Sum(x => x.Row.Spf == "pass" ? x.Row.Messages : 0)} q=0 r=0")
            .Concat(of.GroupBy(x => (x.Report.PolicyDomain, x.Day, x.Report.Tier, x.Row.SourceIp, Dkim: x.Row.Dkim == "pass", Spf: x.Row.Spf == "pass", x.Row.Disposition)).Select(g =>
                $"rollup {g.Key.PolicyDomain} {g.Key.Day} {g.Key.Tier} {g.Key.SourceIp} {g.Key.Dkim} {g.Key.Spf} {g.Key.Disposition} {g.Sum(x => x.Row.Messages)}")).Order(StringComparer.Ordinal)];
    }

    public async Task<List<StoredReport>> ReportsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Reports.AsNoTracking().OrderBy(r => r.Id).ToListAsync(Cancel);
    }

    /// <summary>Another worker on the same database, which begins with the same mail.</summary>
    public TrustStore Again() => new(test, time) { Zone = Zone };

    public ValueTask DisposeAsync() => test.DisposeAsync();
}
