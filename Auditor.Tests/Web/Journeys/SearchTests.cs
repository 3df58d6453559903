using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class SearchTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Control_K_leads_to_a_domain_with_the_keyboard_alone_and_back_again()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("changes");
        var find = visit.Page.Locator("[data-find]");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(find).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("shop");
        await Assertions.Expect(find).ToHaveValueAsync("shop");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.AtAsync("*/search?q=shop");
        await visit.ReadyAsync();
        var link = visit.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "shop.example" });
        await link.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "shop.example", Level = 1 }).WaitForAsync();
        await visit.Page.GoBackAsync();
        await visit.Page.AtAsync("*/search?q=shop");
        await link.WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_typed_before_the_page_is_live_stays_typed_and_focused()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();

        // The script that brings the page to life is slow to come.
        var reader = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/blazor.web*.js", async route =>
        {
            await reader.Task;
            await route.ContinueAsync();
        });
        await visit.Page.GotoAsync("search?q=shop", new() { WaitUntil = WaitUntilState.Commit });
        var find = visit.Page.Locator("[data-find]");
        await find.FillAsync("people");
        reader.SetResult();
        await visit.ReadyAsync();
        await Assertions.Expect(find).ToBeFocusedAsync();
        await Assertions.Expect(find).ToHaveValueAsync("people");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.AtAsync("*/search?q=people");
        visit.Troubles.Should().BeEmpty();
    }
}
