using Auditor.Tests.Web.Support;
using FluentAssertions;
using Microsoft.Playwright;
using Xunit;

namespace Auditor.Tests.Web.Journeys;

public sealed class DomainViewsTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Columns_are_chosen_and_the_view_is_saved_opened_and_deleted_with_the_keyboard_alone()
    {
        await using var host = new WebHost();
        var address = host.StartOnLoopback();
        await host.AddAdministratorAsync();
        await SampleInstallation.FillAsync(host.Contexts, TimeProvider.System.GetUtcNow());
        await using var visit = await browser.VisitAsync(address);
        await visit.SignInAsync();
        await visit.GoAsync("domains?stage=none");
        var page = visit.Page;
        await PressAsync(page.Locator("summary").Filter(new() { HasText = "Columns" }), "Enter");
        await PressAsync(page.GetByLabel("Purpose"), "Space");
        await page.AtAsync("*/domains?stage=none&cols=*");
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Purpose" }).WaitForAsync();
        await PressAsync(page.GetByLabel("Weakest key"), "Space");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Weakest key" })).ToHaveCountAsync(0);

        await PressAsync(page.Locator("summary").Filter(new() { HasText = "Save this view" }), "Enter");
        await page.GetByLabel("Name of the view").FocusAsync();
        await page.Keyboard.TypeAsync("No record");
        await page.Keyboard.PressAsync("Enter");
        var views = page.GetByRole(AriaRole.Navigation, new() { Name = "Saved views" });
        await Assertions.Expect(views.GetByRole(AriaRole.Link, new() { Name = "No record" })).ToHaveAttributeAsync("aria-current", "true");

        await visit.GoAsync("domains");
        await PressAsync(views.GetByRole(AriaRole.Link, new() { Name = "No record" }), "Enter");
        await page.AtAsync("*/domains?stage=none&cols=score*purpose*");
        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Purpose" }).WaitForAsync();
        await PressAsync(page.Locator("summary").Filter(new() { HasText = "Save this view" }), "Enter");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Delete No record" }), "Enter");
        await Assertions.Expect(views).ToHaveCountAsync(0);
        visit.Troubles.Should().BeEmpty();
    }

    private static async Task PressAsync(ILocator element, string key)
    {
        await element.FocusAsync();
        await element.PressAsync(key);
    }
}
