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
        await visit.Page.WaitForURLAsync("**/search?q=shop");
        var link = visit.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "shop.example" });
        await link.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "shop.example", Level = 1 }).WaitForAsync();
        await visit.Page.GoBackAsync();
        await visit.Page.WaitForURLAsync("**/search?q=shop");
        await link.WaitForAsync();
        visit.Troubles.Should().BeEmpty();
    }
}
