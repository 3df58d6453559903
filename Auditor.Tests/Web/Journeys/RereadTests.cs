using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Storage.Rereading;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>Stored reports are read again, one on its page and all on Ingestion. The worker runs in the same process.</summary>
public sealed class RereadTests(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_report_is_read_again_on_its_page_and_all_on_ingestion()
    {
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await FillAsync(host);
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();

        await visit.GoAsync("reports/1");
        var raw = visit.Page.Locator("section[aria-labelledby=raw]");
        await raw.GetByRole(AriaRole.Button, new() { Name = "Read again" }).ClickAsync();
        await raw.GetByText("It reads differently now").WaitForAsync();
        await raw.GetByRole(AriaRole.Row, new() { Name = "row 2 header_from wrong.example example.com" }).WaitForAsync();
        (await visit.Page.Locator("section[aria-labelledby=rows]").InnerTextAsync()).Should().NotContain("wrong.example", "the rows above are the new ones");
        await raw.GetByRole(AriaRole.Button, new() { Name = "Read again" }).ClickAsync();
        await raw.GetByText("It reads exactly as it is stored").WaitForAsync();

        await visit.GoAsync("ingestion");
        var section = visit.Page.Locator("section[aria-labelledby=reread]");
        await section.GetByRole(AriaRole.Button, new() { Name = "Read all reports again" }).ClickAsync();
        await section.GetByText("1 changed, 1 the same, 1 no longer readable").WaitForAsync(new() { Timeout = 60_000 });
        await section.GetByRole(AriaRole.Link, new() { Name = "Which ones are no longer readable" }).ClickAsync();
        await visit.Page.Locator("section[aria-labelledby=failed]").GetByText("The kept bytes cannot be read any more").WaitForAsync();
        visit.Troubles.Should().BeEmpty();

        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        (await db.Rows.AnyAsync(r => r.HeaderFrom == "wrong.example" && r.ReportId != 3, Cancel)).Should().BeFalse();
        (await db.Activity.Where(e => e.Action == "report.reread").OrderBy(e => e.Id).Select(e => e.Subject).ToListAsync(Cancel)).Should().Equal("report 1", "report 1", "all reports");
    }

    private static async Task FillAsync(WebHost host)
    {
        await using var db = await host.Contexts.CreateDbContextAsync(Cancel);
        db.Domains.Add(new MonitoredDomain { Name = "example.com", CreatedAt = RereadStore.Now, NextAuditAt = DateTimeOffset.UtcNow.AddDays(1), LastAuditAt = DateTimeOffset.UtcNow });
        await db.SaveChangesAsync(Cancel);
        var writer = host.Services.GetRequiredService<IngestWriter>();
        await using (var session = await writer.BeginAsync(IntakeSource.Files, null, null, Cancel))
        {
            for (var i = 1; i <= 3; i++)
            {
                foreach (var part in ReportIntake.ReadParts(Encoding.UTF8.GetBytes(RereadStore.Xml($"{i}")), "report.xml", IntakeLimits.Default))
                {
                    await session.WriteAsync(part, default, Cancel);
                }
            }

            await session.FinishAsync(null, Cancel);
        }

        await db.Rows.Where(r => r.Ordinal == 1).ExecuteUpdateAsync(r => r.SetProperty(x => x.HeaderFrom, "wrong.example"), Cancel);
        await db.RawReports.Where(r => r.ReportId == 3).ExecuteUpdateAsync(r => r.SetProperty(x => x.Content, new byte[] { 0xFF, 0xFF, 1 }), Cancel);
    }
}
