using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Web.Access;
using FluentAssertions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>From an empty folder to the first score, in a real browser, with a real name server behind the resolver.</summary>
public sealed class FirstRunTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Token_administrator_domains_first_score()
    {
        var zone = Path.Combine(ProjectRoot.Path, "fixtures", "zones", "eleven.test.zone");
        await using var dns = await AuthoritativeServer.StartAsync(zone);
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        host.Settings["Dns:Resolvers"] = dns.EndPoint.ToString();
        host.Settings["Dns:Timeout"] = "2s";
        await using var visit = await browser.VisitAsync(host.StartOnLoopback());
        var page = visit.Page;

        await page.GotoAsync("");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Set up Auditor" }).WaitForAsync();
        await page.GetByLabel("Setup token").FillAsync("wrong-token");
        await FillAccountAsync(page);
        await page.GetByText("This is not the setup token").WaitForAsync();

        var token = await host.Services.GetRequiredService<SetupGate>().NewTokenAsync(TestContext.Current.CancellationToken);
        await page.GetByLabel("Setup token").FillAsync(token!);
        await FillAccountAsync(page);

        await page.GetByRole(AriaRole.Heading, new() { Name = "Add domains" }).WaitForAsync();
        await visit.ReadyAsync();
        await page.GetByLabel("Your domains").FillAsync("https://eleven.test/path; postmaster@eleven.test\n192.0.2.1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add and audit" }).ClickAsync();
        await page.GetByText("1 domain added, 1 duplicate dropped.").WaitForAsync();
        await page.GetByText("'192.0.2.1' is an IP address, not a domain name.").WaitForAsync();
        await page.GetByText("1 of 1 domain audited").WaitForAsync();
        (await page.Locator("tbody tr").First.InnerTextAsync()).Should().Contain("11/10");

        await page.GetByRole(AriaRole.Link, new() { Name = "eleven.test" }).ClickAsync();
        await page.GetByText("← 11th lookup").First.WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }

    private static async Task FillAccountAsync(IPage page)
    {
        await page.GetByLabel("Your e-mail address").FillAsync(WebHost.AdminEmail);
        await page.GetByLabel("Password").FillAsync(WebHost.AdminPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the administrator" }).ClickAsync();
    }
}
