using System.IO.Compression;
using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Retention;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class RawReportTests
{
    private static readonly DateTimeOffset Stored = DateTimeOffset.FromUnixTimeSeconds(TestReport.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, BothDatabases]
    public async Task What_came_compressed_is_kept_octet_for_octet(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var zipped = Gzip(Xml("1"));
        var id = (await IngestAsync(test.Database, "mail/reporter!example.com.xml.gz", zipped)).Should().ContainSingle().Which;

        var raws = new RawReportQuery(test.Database);
        (await raws.FileAsync(id, Cancel))!.Content.Should().Equal(zipped);
        var text = await raws.ReadAsync(id, 0, Cancel);
        text.Should().BeEquivalentTo(new { Name = "reporter!example.com.xml.gz", Form = RawForm.AsReceived, RawBytes = (long)zipped.Length, HasMore = false, Trouble = (string?)null });
        text!.Text.Replace("\n", "", StringComparison.Ordinal).Should().Be(Xml("1"));
        text.Text.Should().Contain(">\n<");
    }

    [Theory, BothDatabases]
    public async Task Of_an_archive_with_several_reports_each_keeps_its_own_text(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        var plain = Encoding.UTF8.GetBytes(Xml("0"));
        var ids = await IngestAsync(test.Database, "all.zip", Zip(("a.xml", Xml("1")), ("deep/b.xml", Xml("2"))));
        ids.AddRange(await IngestAsync(test.Database, "plain.xml", plain));
        var single = Zip(("only.xml", Xml("3")));
        ids.AddRange(await IngestAsync(test.Database, "single.zip", single));

        var raws = new RawReportQuery(test.Database);
        var files = new List<RawReportFile>();
        foreach (var id in ids)
        {
            files.Add((await raws.FileAsync(id, Cancel))!);
        }

        files.Select(f => f.Name).Should().Equal("a.xml", "b.xml", "plain.xml", "only.xml");
        files.Take(2).Select(f => Encoding.UTF8.GetString(f.Content)).Should().Equal(Xml("1"), Xml("2"));
        files[2].Content.Should().Equal(plain);
        files[3].Content.Should().Equal(single);
        (await raws.ReadAsync(ids[3], 0, Cancel))!.Text.Should().Contain("<report_id>3</report_id>");
    }

    [Fact]
    public async Task A_long_text_is_read_a_window_at_a_time()
    {
        await using var test = await WithDomainAsync(StorageProvider.Sqlite);
        var xml = Xml("1", rows: 400);
        var id = (await IngestAsync(test.Database, "long.xml.gz", Gzip(xml))).Single();
        var raws = new RawReportQuery(test.Database);
        var read = new StringBuilder();
        var window = 0;
        for (RawReportText part; (part = (await raws.ReadAsync(id, window, Cancel))!).Text.Length > 0; window++)
        {
            read.Append(part.Text.Replace("\n", "", StringComparison.Ordinal));
            part.HasMore.Should().Be(read.Length < xml.Length);
        }

        window.Should().Be((xml.Length / RawReportQuery.WindowChars) + 1).And.BeGreaterThan(2);
        read.ToString().Should().Be(xml);
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_kept_of_duplicates_and_of_domains_that_nobody_monitors(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        await IngestAsync(test.Database, "one.xml.gz", Gzip(Xml("1")));
        await IngestAsync(test.Database, "again.xml", Encoding.UTF8.GetBytes(Xml("1")));
        await IngestAsync(test.Database, "other.xml", Encoding.UTF8.GetBytes(Xml("1").Replace("example.com", "example.net", StringComparison.Ordinal)));
        await using var db = test.Database.CreateDbContext();
        (await db.RawReports.Select(r => r.Name).ToListAsync(Cancel)).Should().Equal("one.xml.gz");
        (await new RawReportQuery(test.Database).ReadAsync(4711, 0, Cancel)).Should().BeNull();
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_kept_where_the_setting_keeps_it_for_no_day(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        await using var db = test.Database.CreateDbContext();
        db.Settings.Add(new Setting { Key = StorageOptions.RawDaysKey, Value = "0" });
        await db.SaveChangesAsync(Cancel);
        await IngestAsync(test.Database, "one.xml.gz", Gzip(Xml("1")));
        (await db.RawReports.AnyAsync(Cancel)).Should().BeFalse();
        await db.Settings.ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "30"), Cancel);
        await IngestAsync(test.Database, "two.xml.gz", Gzip(Xml("2")));
        (await db.RawReports.Select(r => r.Name).ToListAsync(Cancel)).Should().Equal("two.xml.gz");
    }

    [Theory, BothDatabases]
    public async Task Retention_takes_what_is_old_unless_the_domain_is_held(StorageProvider provider)
    {
        await using var test = await WithDomainAsync(provider);
        await IngestAsync(test.Database, "one.xml", Encoding.UTF8.GetBytes(Xml("1")));
        var options = new RetentionOptions { RawDays = 10 };
        var retention = new RetentionWriter(test.Database, new StillTime(Stored.AddDays(12)));
        await using var db = test.Database.CreateDbContext();
        await db.Domains.ExecuteUpdateAsync(d => d.SetProperty(x => x.LegalHold, true), Cancel);
        (await retention.ApplyAsync(options, Cancel)).Raw.Should().Be(0);
        await db.Domains.ExecuteUpdateAsync(d => d.SetProperty(x => x.LegalHold, false), Cancel);
        (await new RetentionWriter(test.Database, new StillTime(Stored.AddDays(9))).ApplyAsync(options, Cancel)).Raw.Should().Be(0);
        (await retention.ApplyAsync(options, Cancel)).Should().BeEquivalentTo(new { Raw = 1, Reports = 0 });
        (await db.RawReports.AnyAsync(Cancel)).Should().BeFalse();
        (await db.Rows.AnyAsync(Cancel)).Should().BeTrue();
    }

    private static async Task<TestDatabase> WithDomainAsync(StorageProvider provider)
    {
        var test = await TestDatabase.CreateAsync(provider, Cancel);
        await using var db = test.Database.CreateDbContext();
        db.Domains.Add(new MonitoredDomain { Name = "example.com" });
        await db.SaveChangesAsync(Cancel);
        return test;
    }

    private static async Task<List<long>> IngestAsync(AuditorDatabase database, string path, byte[] content)
    {
        await using var session = await new IngestWriter(database, new StillTime(Stored)).BeginAsync(IntakeSource.Files, null, null, Cancel);
        var ids = new List<long>();
        foreach (var part in ReportIntake.ReadParts(content, path, IntakeLimits.Default))
        {
            if (await session.WriteAsync(part, default, Cancel) is { Outcome: PartOutcome.Imported, ReportId: { } id })
            {
                ids.Add(id);
            }
        }

        await session.FinishAsync(null, Cancel);
        return ids;
    }

    private static string Xml(string id, int rows = 2) =>
        $"<?xml version=\"1.0\"?><feedback><report_metadata><org_name>reporter.example</org_name><email>r@reporter.example</email><report_id>{id}</report_id><date_range><begin>{TestReport.Noon}</begin><end>{TestReport.Noon + 86_399}</end></date_range></report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published>"
        + string.Concat(Enumerable.Range(0, rows).Select(i => $"<record><row><source_ip>192.0.{i / 256}.{i % 256}</source_ip><count>1</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results><spf><domain>example.com</domain><result>pass</result></spf></auth_results></record>"))
        + "</feedback>";

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }
}
