using System.Text;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class DomainImportJourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Five_hundred_domains_are_imported_from_a_file_after_a_dry_run()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains/import");
        var lines = string.Join('\n', Enumerable.Range(0, 500).Select(i => $"client{i}.example,Client {i % 5},imported"));
        await visit.Page.GetByLabel("A file").SetInputFilesAsync(new FilePayload { Name = "clients.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes($"domain,group,tags\nnot a domain,,\n{lines}\n") });

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("not a domain");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Import 500 lines" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("500 domains added, 0 changed.");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "To the domains" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("500 domains.");
        visit.Troubles.Should().BeEmpty();
        await using var db = await host.Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        (await db.Domains.CountAsync(d => d.Group!.Name == "Client 3" && d.Tags.Any(t => t.Name == "imported"), TestContext.Current.CancellationToken)).Should().Be(100);
    }
}
