using Auditor.Tests.Web.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>axe-core on each page, light and dark, empty and full; and no page wider than a narrow screen.</summary>
public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] EmptyPages = ["", "domains", "ingestion", "settings", "settings?section=mailboxes", "settings?section=auditing", "settings?section=retention", "settings?section=reports", "settings?section=people", "settings?section=tokens", "settings?section=activity", "jobs", "changes", "sources", "reports", "reports/quality", "failures", "tls", "search?q=example", "setup/domains", "setup/mailbox", "domains/import", "domains/none.example"];

    private static readonly string[] FullPages =
    [
        .. EmptyPages, "domains/shop.example", "domains/shop.example?tab=findings", "domains/shop.example?tab=dns", "domains/shop.example?tab=dns&without=include%3Amail.esp.example", "domains/partner.example?tab=dns", "domains/bare.example?tab=dns", "domains/shop.example?tab=senders", "domains/shop.example?tab=reports",
        "domains/shop.example?tab=history", "domains/partner.example", "domains/new.example", "quarantine/1", "reports?tier=all", "tls?domain=shop.example", "tls?domain=partner.example", "sources?by=service", "sources?at=shop.example&ip=198.51.100.24&from=shop.example", "reports/1", "reports/2",
    ];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task No_page_has_a_serious_violation(bool full, bool dark)
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        if (full)
        {
            await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        }

        await using var visit = await browser.VisitAsync(address, dark);
        await visit.Page.GotoAsync("sign-in");
        var found = await ViolationsAsync(visit.Page, "sign-in");
        await visit.SignInAsync();
        foreach (var path in full ? FullPages : EmptyPages)
        {
            await visit.GoAsync(path);
            found = [.. found, .. await ViolationsAsync(visit.Page, path)];
        }

        if (full)
        {
            await visit.GoAsync("domains");
            await visit.Page.GetByLabel("Choose all on this page").CheckAsync();
            await visit.Page.Locator("form.bulk").WaitForAsync();
            found = [.. found, .. await ViolationsAsync(visit.Page, "domains, some chosen")];
        }

        found.Should().BeEmpty();
    }

    [Theory]
    [InlineData("English")]
    [InlineData("Deutsch")]
    public async Task No_page_is_wider_than_a_narrow_screen(string language)
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address, width: 390, height: 800);
        await visit.SignInAsync();
        if (language == "Deutsch")
        {
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = language }).ClickAsync();
            await visit.Page.Locator("html[lang=de]").WaitForAsync();
        }

        foreach (var path in FullPages)
        {
            await visit.GoAsync(path);
            (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390, "the page '{0}' fits in {1}", path, language);
        }
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page, string path)
    {
        var result = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return [.. result.Violations.Where(v => v.Impact is "serious" or "critical")
            .Select(v => $"{path}: {v.Id} ({v.Help}): {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}")];
    }
}
