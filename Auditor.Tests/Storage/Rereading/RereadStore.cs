using System.Globalization;
using System.Text;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Rereading;
using Auditor.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Rereading;

/// <summary>A database with reports, some of them as an older reader would have stored them.</summary>
internal sealed class RereadStore(TestDatabase test) : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(TestReport.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public AuditorDatabase Database => test.Database;

    public static async Task<RereadStore> CreateAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        db.Domains.Add(new MonitoredDomain { Name = "example.com" });
        await db.SaveChangesAsync(Cancel);
        return new RereadStore(test);
    }

    public static string Xml(string id, int rows = 3, string domain = "example.com") =>
        $"<?xml version=\"1.0\"?><feedback><report_metadata><org_name>Reporter.example</org_name><email>dmarc@reporter.example</email><report_id>{id}</report_id><date_range><begin>{TestReport.Noon}</begin><end>{TestReport.Noon + 86_399}</end></date_range></report_metadata><policy_published><domain>{domain}</domain><p>none</p></policy_published>"
        + string.Concat(Enumerable.Range(0, rows).Select(i => $"<record><row><source_ip>192.0.{2 + (i / 256)}.{i % 256}</source_ip><count>{1 + (i % 3)}</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results><dkim><domain>example.com</domain><selector>new{i % 2}</selector><result>pass</result></dkim><spf><domain>bounce.example.com</domain><result>pass</result></spf></auth_results></record>"))
        + "</feedback>";

    public async Task ImportAsync(params string[] texts)
    {
        await using var session = await BeginAsync();
        foreach (var text in texts)
        {
            foreach (var part in ReportIntake.ReadParts(Encoding.UTF8.GetBytes(text), "report.xml", IntakeLimits.Default))
            {
                await session.WriteAsync(part, default, Cancel);
            }
        }

        await session.FinishAsync(null, Cancel);
    }

    /// <summary>Stores what another reader makes of a text: the rows given, with a repair and an error of its own.</summary>
    public async Task ImportOldAsync(string id, IEnumerable<ReportRow> rows, string? text = null, string domain = "example.com")
    {
        text ??= Xml(id);
        await using var session = await BeginAsync();
        await session.WriteAsync(new TestReport { ReportId = id, Domain = domain, Rows = rows, Text = text, Raw = Encoding.UTF8.GetBytes(text) }.ToPart(), default, Cancel);
        await session.FinishAsync(null, Cancel);
    }

    /// <summary>Makes the database refuse a row of a report, as one that breaks off half-way would.</summary>
    public async Task CutAtAsync(long report, int ordinal)
    {
        await using var db = Database.CreateDbContext();
        var where = string.Create(CultureInfo.InvariantCulture, $"NEW.\"ReportId\" = {report} AND NEW.\"Ordinal\" = {ordinal}");
        var sql = Database.IsSqlite
            ? $"CREATE TRIGGER cut BEFORE INSERT ON \"ReportRows\" WHEN {where} BEGIN SELECT RAISE(ABORT, 'cut off'); END"
            : $"CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {where} THEN RAISE EXCEPTION 'cut off'; END IF; RETURN NEW; END $$; CREATE TRIGGER cut BEFORE INSERT ON \"ReportRows\" FOR EACH ROW EXECUTE FUNCTION cut()";
#pragma warning disable EF1002 // Numbers alone go into the text.
        await db.Database.ExecuteSqlRawAsync(sql, Cancel);
#pragma warning restore EF1002
    }

    public async Task CutNoMoreAsync()
    {
        await using var db = Database.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(Database.IsSqlite ? "DROP TRIGGER cut" : "DROP TRIGGER cut ON \"ReportRows\"", Cancel);
    }

    public ReportRereader Rereader() => new(Database, IntakeLimits.Default);

    public async Task<List<RereadResult>> ReadAllAgainAsync(bool isTrial = false)
    {
        var reader = Rereader();
        var results = new List<RereadResult>();
        await using var session = reader.Begin(isTrial);
        foreach (var id in await reader.NextAsync(RereadScope.All, 0, 1_000, Cancel))
        {
            results.Add(await session.ReadAgainAsync(id, Cancel));
        }

        return results;
    }

    /// <summary>Reports, rows and all sums, one a line.</summary>
    public async Task<List<string>> DumpAsync()
    {
        await using var db = Database.CreateDbContext();
        var reports = await db.Reports.AsNoTracking().ToListAsync(Cancel);
        var rows = await db.Rows.AsNoTracking().ToListAsync(Cancel);
        return [.. reports.Select(r => Line("report", r)).Concat(rows.Select(r => Line("row", r))).Concat(await SumsAsync()).Order(StringComparer.Ordinal)];
    }

    /// <summary>All sums, one a line.</summary>
    public async Task<List<string>> SumsAsync()
    {
        await using var db = Database.CreateDbContext();
        var lines = (await db.Totals.AsNoTracking().ToListAsync(Cancel)).Select(t => Line("total", t))
            .Concat((await db.Rollups.AsNoTracking().ToListAsync(Cancel)).Select(r => Line("rollup", r)))
            .Concat((await db.ReportSelectors.AsNoTracking().ToListAsync(Cancel)).Select(s => Line("selector", s)))
            .Concat((await db.ReportedDomains.AsNoTracking().ToListAsync(Cancel)).Select(d => Line("reported", d)));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public ValueTask DisposeAsync() => test.DisposeAsync();

    private static string Line(string name, object entity) => name + " " + string.Join(' ', entity.GetType().GetProperties()
        .Select(p => p.GetValue(entity) is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(p.GetValue(entity), CultureInfo.InvariantCulture)));

    private Task<IngestSession> BeginAsync() => new IngestWriter(Database, new StillTime(Now)).BeginAsync(IntakeSource.Files, null, null, Cancel);
}
