using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

/// <summary>axe-core on each page of an installation with everything in it, light and dark.</summary>
public sealed class AccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Axe_finds_nothing_on_a_full_page()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        var found = await PageChecks.ViolationsAsync(visit, PageChecks.FullPages);
        await visit.GoAsync("domains");
        await visit.Page.GetByLabel("Choose all on this page").CheckAsync();
        await visit.Page.Locator("form.bulk").WaitForAsync();
        found = [.. found, .. await PageChecks.ViolationsAsync(visit, "domains, some chosen")];

        // Opened as their user does: closed, nothing of them is there to be looked at.
        await visit.GoAsync("domains");
        foreach (var chooser in await visit.Page.Locator(".list-tools > details > summary").AllAsync())
        {
            await chooser.ClickAsync();
        }

        found = [.. found, .. await PageChecks.ViolationsAsync(visit, "domains, choosers open")];
        await visit.GoAsync("ingestion");
        foreach (var fold in await visit.Page.Locator("details.health > summary").AllAsync())
        {
            await fold.ClickAsync();
        }

        found = [.. found, .. await PageChecks.ViolationsAsync(visit, "ingestion, health open")];
        string.Join("\n", found).Should().BeEmpty();
    }
}

/// <summary>The same where nothing is there yet.</summary>
public sealed class EmptyAccessibilityTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Axe_finds_nothing_on_an_empty_page()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await using var visit = await browser.VisitAsync(address);
        await visit.Page.GotoAsync("sign-in");
        var found = await PageChecks.ViolationsAsync(visit, "sign-in");
        await visit.SignInAsync();
        found = [.. found, .. await PageChecks.ViolationsAsync(visit, PageChecks.EmptyPages)];
        string.Join("\n", found).Should().BeEmpty();
    }
}

/// <summary>No page is wider than a narrow screen.</summary>
public sealed class NarrowScreenTests(Browser browser) : IClassFixture<Browser>
{
    private const string TabOutOfView = """
        () => {
          const tab = document.querySelector('.tabs [aria-current="page"]'), at = tab?.getBoundingClientRect();
          return at && (at.left < 0 || at.right > innerWidth) ? tab.textContent : null;
        }
        """;

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

        foreach (var path in PageChecks.FullPages)
        {
            await visit.GoAsync(path);
            (await visit.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(390, "the page '{0}' fits in {1}", path, language);
            (await visit.Page.EvaluateAsync<string?>(TabOutOfView)).Should().BeNull("the tab that is open stands in view on '{0}' in {1}", path, language);
        }
    }
}
