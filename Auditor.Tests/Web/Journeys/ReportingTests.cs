using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>A person has a domain's reports sent to a mailbox of another organization: two records in two real zones, each seen as soon as it stands there. With the keyboard alone.</summary>
public sealed class ReportingTests(Browser browser) : IClassFixture<Browser>
{
    private const string Page = "setup/reporting?address=dmarc%40collector.test";

    [Fact]
    public async Task The_address_is_published_and_agreed_to()
    {
        await using var zones = new EditedZones();
        await PublishAsync(zones, "v=DMARC1; p=reject; adkim=s", null);
        await using var host = new WebHost();
        host.Settings["Worker:HostInWeb"] = "true";
        host.Settings["Dns:Resolvers"] = zones.EndPoint.ToString();
        host.Settings["Dns:Timeout"] = "2s";
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        var page = visit.Page;
        await visit.GoAsync("");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No domains yet" })).ToBeVisibleAsync();
        await visit.GoAsync("setup/domains");
        await page.GetByLabel("Your domains").FocusAsync();
        await page.Keyboard.TypeAsync("shop.test");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Add and audit" }));
        await page.GetByText("1 of 1 domain audited").WaitForAsync();

        // The checklist of the overview leads there.
        await visit.GoAsync("");
        var steps = page.GetByRole(AriaRole.Region, new() { Name = "First steps: 1 of 5 done" });
        await Assertions.Expect(steps).ToContainTextAsync("Without an address: 1 domain.");
        await PressAsync(steps.GetByRole(AriaRole.Link, new() { Name = "DMARC records ask for reports" }));
        await page.GetByRole(AriaRole.Heading, new() { Name = "Send reports here" }).WaitForAsync();
        await visit.ReadyAsync();
        await page.GetByLabel("Address that takes the reports").FocusAsync();
        await page.Keyboard.TypeAsync("dmarc@collector.test");
        await page.Keyboard.PressAsync("Enter");
        await page.AtAsync("*/setup/reporting?address=dmarc%40collector.test*");
        await visit.ReadyAsync();

        var row = page.GetByRole(AriaRole.Region, new() { NameRegex = new("^shop.test") });
        await Assertions.Expect(row).ToContainTextAsync("_dmarc.shop.test does not send reports to dmarc@collector.test.");
        var records = await row.Locator(".copy-source").AllInnerTextsAsync();
        records.Should().Equal("v=DMARC1; p=reject; adkim=s; rua=mailto:dmarc@collector.test", "v=DMARC1");

        var check = row.GetByRole(AriaRole.Button, new() { Name = "Check now: shop.test" });
        await PublishAsync(zones, records[0], null);
        await PressAsync(check);
        await Assertions.Expect(row).ToContainTextAsync("_dmarc.shop.test sends reports to dmarc@collector.test.");
        await Assertions.Expect(row.Locator("h3")).ToContainTextAsync("Not yet");
        await PublishAsync(zones, records[0], $"shop.test._report._dmarc TXT \"{records[1]}\"");
        await PressAsync(check);
        await Assertions.Expect(row.Locator("h2")).ToContainTextAsync("Reports come here");
        await Assertions.Expect(row).ToContainTextAsync("collector.test agreed to take reports about shop.test.");
        (await row.Locator(".copy-source").CountAsync()).Should().Be(0, "nothing is left to publish");
        (await PageChecks.ViolationsAsync(visit, Page)).Should().BeEmpty();

        await page.SetViewportSizeAsync(390, 800);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390);
        visit.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_no_address_is_said_and_the_checklist_can_be_hidden()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("setup/reporting?address=nobody%40localhost&show=all&q=news");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'nobody@localhost' is no mail address");
        await Assertions.Expect(visit.Page.GetByLabel("Address that takes the reports")).ToHaveValueAsync("nobody@localhost");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { NameRegex = new("^news.example") })).ToContainTextAsync("Type an address above.");

        await visit.GoAsync("");
        await PressAsync(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Hide" }));
        await Assertions.Expect(visit.Page.GetByText("First steps:")).ToHaveCountAsync(0);
        await visit.Page.ReloadAsync();
        await visit.ReadyAsync();
        await Assertions.Expect(visit.Page.GetByText("First steps:")).ToHaveCountAsync(0);
        visit.Troubles.Should().BeEmpty();
    }

    private static async Task PressAsync(ILocator control)
    {
        await control.FocusAsync();
        await control.PressAsync("Enter");
    }

    private static Task PublishAsync(EditedZones zones, string dmarc, string? agreement) =>
        zones.PublishAsync(("test", Zone("test", "")), ("shop.test", Zone("shop.test", $"_dmarc TXT \"{dmarc}\"")), ("collector.test", Zone("collector.test", $"_dmarc TXT \"v=DMARC1; p=reject\"\n{agreement}")));

    private static string Zone(string origin, string lines) => $"""
        $ORIGIN {origin}.
        $TTL 0
        @ SOA ns1 host 1 3600 600 86400 0
        @ NS ns1
        @ A 192.0.2.1
        @ MX 10 mx1
        ns1 A 127.0.0.1
        mx1 A 192.0.2.25
        {lines}

        """;
}
